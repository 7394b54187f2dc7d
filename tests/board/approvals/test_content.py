"""The canonical form of a page: no key of a row in it, nothing of what is empty, and everything that readers see."""

import datetime as dt
import uuid

import pytest
from django.core.files.base import ContentFile
from wagtail import blocks
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from board.approvals.digest import chosen_files, content_digest
from board.basepage.models import BasePage
from board.media.models import BoardDocument, BoardImage
from news.models import NewsPage
from resources.models import PackPart, ResourcePage
from tests.board.publishing.conftest import QUOTE
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.files import make_document_quickly
from tests.publication import fresh

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves files open.

KEYS = {name: uuid.UUID(int=number) for number, name in enumerate(["target", "part", "page", "pack"], start=1)}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class World:
    """A page of each kind with everything that a page may carry, under whatever primary keys."""

    def __init__(self, news_index, resource_index, pdf):
        self.target = NewsPageFactory(parent=news_index, slug="target", translation_key=KEYS["target"])
        part = ResourcePageFactory(parent=resource_index, slug="part", translation_key=KEYS["part"])
        self.document = make_document_quickly(pdf, title="Report")
        self.linked = make_document_quickly(pdf, title="Linked")
        self.image = BoardImage.objects.create(
            title="Heron", description="A heron", file=get_test_image_file(), focal_point_x=3, focal_point_y=4
        )
        text = (
            f'<p>See <a linktype="page" id="{self.target.pk}">that</a>, '
            f'<a linktype="document" id="{self.linked.pk}">this</a></p>'
            f'<embed embedtype="image" id="{self.image.pk}" alt="x" format="left"/>'
        )
        body = [
            QUOTE,
            {"type": "text", "value": text},
            {"type": "pdf_document", "value": {"title": "The report", "document": self.document.pk}},
            {"type": "resource_link", "value": {"title": "More", "page": self.target.pk}},
            {"type": "event_callout", "value": {"name": "Stand", "start": "2026-06-02T12:00:00+01:00"}},
        ]
        picture = {"image": self.image.pk, "alt_text": "A grey heron", "decorative": False}
        picture = [{"type": "picture", "value": picture}]
        change = [{"type": "change", "value": {"date": "2026-11-03", "kind": "update", "note": "One"}}]
        fields = {"body": body, "notes_to_editors": text, "picture": picture, "updates": change}
        key = KEYS["page"]
        self.page = NewsPageFactory(parent=news_index, title="Heron", live=False, translation_key=key, **fields)
        self.pack = ResourcePageFactory(
            parent=resource_index, title="Pack", kind="pack", replaces=part, body=body, live=False,
            translation_key=KEYS["pack"],
        )  # fmt: skip
        PackPart.objects.create(pack=self.pack, resource=part, sort_order=0)

    def digests(self):
        """Return the digests of the pages as they are stored."""
        pages = (NewsPage.objects.get(pk=self.page.pk), ResourcePage.objects.get(pk=self.pack.pk))
        return [content_digest(page) for page in pages]

    def delete(self):
        """Delete the pages and the files."""
        for page in BasePage.objects.filter(translation_key__in=KEYS.values()):
            page.specific.delete()
        BoardDocument.objects.all().delete()
        BoardImage.objects.all().delete()


@pytest.fixture
def world(news_index, resource_index, two_page_pdf, db):
    return World(news_index, resource_index, two_page_pdf)


def test_rows_under_other_numbers_have_the_same_digests(world, news_index, resource_index, two_page_pdf):
    """As after a restore into a database that counts anew, or a move between two."""
    before, numbers = world.digests(), (world.page.pk, world.document.pk, world.image.pk, world.target.pk)
    world.delete()
    news_index, resource_index = fresh(news_index), fresh(resource_index)
    NewsPageFactory(parent=news_index, slug="one-more")
    make_document_quickly(two_page_pdf, title="One more")
    BoardImage.objects.create(title="One more", file=get_test_image_file())
    again = World(news_index, resource_index, two_page_pdf)
    assert not {again.page.pk, again.target.pk} & {numbers[0], numbers[3]}
    assert (again.document.pk, again.image.pk) != numbers[1:3]
    assert again.digests() == before


def structs_of(page):
    """Return every struct block of a page's streams."""
    found = []
    seen = set()

    def walk(block):
        if id(block) in seen:
            return
        seen.add(id(block))
        if isinstance(block, blocks.BaseStructBlock):
            found.append(block)
        for child in getattr(block, "child_blocks", {}).values():
            walk(child)

    for name in page.get_streamfield_names():
        walk(page._meta.get_field(name).stream_block)
    return found


ADDED = {
    "a text": lambda: blocks.CharBlock(required=False),
    "rich text": lambda: blocks.RichTextBlock(required=False),
    "a mark": lambda: blocks.BooleanBlock(required=False),
    "a day": lambda: blocks.DateBlock(required=False),
    "a struct": lambda: blocks.StructBlock([("a", blocks.CharBlock(required=False))], required=False),
    "a list": lambda: blocks.ListBlock(blocks.CharBlock(), default=[]),
    "a stream": lambda: blocks.StreamBlock([("a", blocks.CharBlock())], required=False),
}


def test_optional_field_and_child_that_are_empty_change_no_digest(world, monkeypatch):
    before = world.digests()
    for model in (NewsPage, ResourcePage):
        for name, value in {"a_text": "", "a_day": None, "a_mark": False, "a_list": []}.items():
            monkeypatch.setattr(model, name, value, raising=False)
        monkeypatch.setattr(model, "public_fields", (*model.public_fields, "a_text", "a_day", "a_mark", "a_list"))
        for struct in structs_of(model):
            for name, make in ADDED.items():
                child = make()
                child.set_name(name)
                monkeypatch.setitem(struct.child_blocks, name, child)
    assert world.digests() == before


def test_number_zero_is_not_empty(world, monkeypatch):
    before = world.digests()
    monkeypatch.setattr(NewsPage, "public_fields", (*NewsPage.public_fields, "count"))
    monkeypatch.setattr(NewsPage, "count", 0, raising=False)
    assert world.digests()[0] != before[0]


def set_block(index, name, value):
    """Return what sets a child of a block of the page's body."""

    def change(world):
        page = NewsPage.objects.get(pk=world.page.pk)
        page.body[index].value[name] = value
        page.save()

    return change


def set_field(**fields):
    """Return what sets fields of the page."""

    def change(world):
        page = NewsPage.objects.get(pk=world.page.pk)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save()

    return change


def set_file(name, **fields):
    """Return what sets fields of a file."""

    def change(world):
        file = getattr(world, name)
        for field, value in fields.items():
            setattr(file, field, value() if callable(value) else value)
        file.save()

    return change


def hide(world):
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    world.document.collection = collection
    world.document.save()


def reorder(world):
    page = NewsPage.objects.get(pk=world.page.pk)
    page.body = [(child.block_type, child.value) for child in reversed(page.body)]
    page.save()


SEEN = {
    "title": set_field(title="Herons"),
    "date": set_field(date=dt.date(2026, 1, 1)),
    "mark": set_field(in_our_name=True),
    "order of blocks": reorder,
    "speaker": set_block(0, "speaker", "B"),
    "words of a link": set_block(3, "title", "Less"),
    "time of an event": set_block(4, "end", dt.datetime(2026, 6, 2, 15, tzinfo=dt.UTC)),
    "event called off": set_block(4, "cancelled", True),
    "title of a document": set_file("document", title="Reports"),
    "bytes of a document": set_file("document", file=lambda: ContentFile(b"%PDF-1.4 other", "report.pdf")),
    "title of a document in the text": set_file("linked", title="Links"),
    "private document": hide,
    "title of a picture": set_file("image", title="Herons"),
    "description of a picture": set_file("image", description="Another"),
    "focal point of a picture": set_file("image", focal_point_x=9),
    "bytes of a picture": set_file("image", file=lambda: get_test_image_file(colour="red")),
}


@pytest.mark.parametrize("what", SEEN)
def test_whatever_readers_see_changes_the_digest(world, what):
    before = world.digests()
    SEEN[what](world)
    assert world.digests()[0] != before[0]


def test_parts_and_what_a_resource_replaces_change_its_digest(world):
    digests = [world.digests()[1]]
    PackPart.objects.all().delete()
    digests.append(world.digests()[1])
    ResourcePage._base_manager.filter(pk=world.pack.pk).update(replaces=None)
    digests.append(world.digests()[1])
    assert len(set(digests)) == 3


UNSEEN = {
    "address": set_field(slug="another"),
    "old address": set_field(old_address="/old"),
    "line ends and space of a form": set_field(summary=" "),
    "tags of a document": lambda world: world.document.tags.add("a"),
    "exemption of a document": set_file("document", exemption_note="Asked in May"),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_what_no_reader_sees_changes_no_digest(world, what):
    before = world.digests()
    UNSEEN[what](world)
    assert world.digests() == before


def test_files_that_are_rendered_anyway_are_not_read_again(world, django_assert_num_queries):
    page = NewsPage.objects.get(pk=world.page.pk)
    loaded = chosen_files(page)
    with django_assert_num_queries(2):  # The pages and the document that the text alone names.
        content_digest(page, loaded=loaded)
