"""Words of a file are found only while a public page carries it and readers may fetch it."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from bench.pdfs.parts import drawn
from home.demo.pdf import make_pdf
from resources.models import Topic
from tests.factories import StandardPageFactory
from tests.files import replace_by_two_people
from tests.publication import fresh

from .client import results
from .leak_checks import COMMON, FILE_TITLE, IN_FILE, TOPIC, assert_found, assert_silent, carried, text

pytestmark = pytest.mark.xdist_group("leaks of files")


@pytest.fixture
def world(client, public):
    """A world whose page is public, and found by what stands in its file."""
    assert_found(client, public)
    return public


def publish(page, **words):
    """Publish a page's new words."""
    page = fresh(page)
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision().publish()


def covered() -> bytes:
    """Return a PDF with the words on its second page, and others under a box."""

    def draw(canvas):
        canvas.drawString(100, 700, "First")
        canvas.showPage()
        canvas.drawString(100, 500, f"A {COMMON} and a {IN_FILE}")
        canvas.drawString(100, 700, "Edda Jessop")
        canvas.rect(98, 695, 80, 16, fill=1, stroke=0)

    return drawn(draw)


def make_private(collection):
    """Keep the public out of a collection."""
    return CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def put_into_private_collection(document):
    """Put a document into a collection below one that is private."""
    private = Collection.get_first_root_node().add_child(name="Private")
    make_private(private)
    document.collection = private.add_child(name="Below it")
    document.save()


OTHER = make_pdf("Other", [["First"], ["Second"]])
WAYS = {
    "no page carries it": lambda world: publish(world.page, body=text(f"A {COMMON}")),
    "a draft alone carries it": lambda world: fresh(world.page).unpublish(),
    "a private page alone carries it": lambda world: world.page.view_restrictions.create(restriction_type="login"),
    "it was deleted": lambda world: world.document.delete(),
    "it is put into a private collection": lambda world: put_into_private_collection(world.document),
    "its collection becomes private": lambda world: make_private(world.document.collection),
    "it is stopped": lambda world: replace_by_two_people(world.document, covered()),
    "other bytes are behind it": lambda world: replace_by_two_people(
        world.document, make_pdf("Other", [["First"], ["Second"]])
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_words_of_file_no_longer_public_are_not_found(client, world, settle, way):
    settle(WAYS[way], world)
    assert_silent(client, about=(IN_FILE,), searched=(IN_FILE,))
    assert results(client, COMMON).files == []


def test_file_is_found_again_once_its_collection_is_public(client, world, settle):
    restriction = settle(make_private, world.document.collection)
    settle(restriction.delete)
    assert_found(client, world)


def test_replaced_file_is_not_found_until_it_is_read(client, world):
    # The task that reads them follows the transaction, which a test never ends.
    replace_by_two_people(world.document, make_pdf("Other", [["First"], ["Thornapple"]]))
    assert_silent(client, about=(IN_FILE, "thornapple"), searched=(IN_FILE, "thornapple"))


def test_replaced_file_is_found_once_read(client, world, settle):
    settle(replace_by_two_people, world.document, make_pdf("Other", [["First"], ["Second"], ["Thornapple"]]))
    ((words, link),) = results(client, "thornapple").files
    assert (words, link) == (f"page 3 of {FILE_TITLE}", f"{world.document.url}#page=3")


def test_file_is_found_once_a_public_page_carries_it(client, draft, settle):
    assert_silent(client)
    settle(lambda: publish(draft.public, body=[carried(draft.document)]))
    answer = results(client, IN_FILE)
    assert answer.addresses == [draft.public.url]
    assert len(answer.files) == 1


def test_private_page_with_the_same_file_is_not_named(client, home, world, settle):
    private = StandardPageFactory(parent=home, title="Cloverfield", body=[carried(world.document)])
    settle(lambda: private.view_restrictions.create(restriction_type="login"))
    answer = results(client, IN_FILE)
    assert answer.addresses == [world.page.url]
    assert not answer.contains("Cloverfield")


def test_renamed_file_is_found_by_its_new_title_alone(client, world, settle):
    world.document.title = "Thornapple"
    settle(world.document.save)
    answer = results(client, IN_FILE)
    assert answer.files[0][0] == "page 2 of Thornapple"
    assert_silent(client, about=(FILE_TITLE,), searched=(FILE_TITLE,))


def test_renamed_topic_is_found_by_its_new_name_alone(client, world, settle):
    world.topic.name = "Hazelcombe"
    settle(world.topic.save)
    assert any("Hazelcombe" in value for value in results(client, COMMON).facet_counts)
    assert_silent(client, about=(TOPIC,), searched=(TOPIC,))
    assert not any(TOPIC in value for value in results(client, COMMON).facet_counts)


def test_deleted_topic_is_not_named(client, world, settle):
    settle(world.topic.delete)
    assert_silent(client, about=(TOPIC,), searched=(TOPIC,))
    assert not results(client, COMMON).contains(TOPIC)


def test_topic_of_no_public_page_is_not_named(client, world, resource_index):
    Topic.objects.create(name="Hazelcombe", slug="hazelcombe")
    for typed in ("", "nothinghasthis", COMMON):
        assert not results(client, typed).contains("Hazelcombe")
