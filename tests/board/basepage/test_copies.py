"""Copies, aliases and translations leave behind whatever is unique or stands for one page only."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone
from wagtail.models import Locale

from board.basepage.checks import check_unique_fields, unique_names
from board.basepage.models import BasePage
from board.events.models import EventDate
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage, NewsPage, PinnedItem
from resources.models import PackPart, ResourceIndexPage, ResourcePage
from tests.board.events.conftest import callout, in_days
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory
from tests.publication import fresh
from tests.worlds import shared_world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("copies")]

CHANGE = [{"type": "change", "value": {"date": "2026-11-03", "kind": "update", "note": "The day was wrong."}}]
SOON = timezone.now() + dt.timedelta(days=30)
OF_EVERY_PAGE = {
    "review_by": dt.date(2026, 12, 1),
    "show_in_menus": True,
    "expire_at": SOON,
    "locked": True,
    "summary": "In one sentence.",
    "seo_title": "For machines",
    "search_description": "Described for machines.",
}
# What a field holds where it is filled; a new field that is left behind must be added.
OF_A_TYPE = {
    NewsPage: {
        "old_address": "/old-news.php?id=17",
        "import_key": "bike week 4-10 june",
        "updates": CHANGE,
        "awareness_starts": dt.date(2026, 6, 4),
        "awareness_ends": dt.date(2026, 6, 10),
        "archived": True,
        "notes_to_editors": "<p>The board has met.</p>",
    },
    ResourcePage: {"publisher": "NSPCC", "published_on": dt.date(2026, 5, 1), "kind": ResourcePage.Kind.PACK},
}
EVENT_IN_BODY = {"body": [callout("Open evening", in_days(3), block_id="3f0c6e0e-5d1c-4a6c-9c57-0d3f4cf6a8a5")]}


def fill(page):
    """Publish a page with every field filled, and return it as it is stored."""
    values = OF_EVERY_PAGE | OF_A_TYPE.get(type(page), {})
    if hasattr(page, "body"):
        values |= EVENT_IN_BODY
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
    fresh(page).save_revision().publish()
    return fresh(page)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The primary keys of a public page of each type with every field filled, and the children that its type has."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        home, news, library = (page_type.objects.get() for page_type in (HomePage, NewsIndexPage, ResourceIndexPage))
        item, pack = NewsPageFactory(parent=news), ResourcePageFactory(parent=library)
        pages = [fill(page) for page in (home, news, library, StandardPageFactory(parent=home), pack, item)]
        pack = fresh(pack)
        earlier = ResourcePageFactory(parent=library, title="The earlier edition")
        pack.replaces, pack.parts = earlier, [PackPart(resource=earlier)]
        pack.save()
        PinnedItem.objects.create(index_page=news, item=item, sort_order=0)
        yield {type(page): page.pk for page in pages}


@pytest.fixture
def filled(world, db):
    """Those pages, by their types."""
    return {page_type: page_type.objects.get(pk=pk) for page_type, pk in world.items()}


def value_of(page, name):
    """Return a field's value as it can be compared; of inline children and streams, how many there are."""
    field = page._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(page, name).values_list("pk", flat=True))
    if field.one_to_many or hasattr(getattr(page, name), "raw_data"):
        return len(getattr(page, name).all()) if field.one_to_many else len(getattr(page, name))
    return getattr(page, field.attname)


def empty_value(page, name):
    """Return what a field of a new page holds."""
    return value_of(type(page)(), name)


def assert_left_behind(page, names, source):
    """Assert that fields are empty in a page that was made of a source, and in its newest words."""
    for made in (fresh(page), fresh(page).get_latest_revision_as_object()):
        for name in names:
            assert value_of(source, name) != empty_value(source, name) or name == "expired", f"{name} was not filled"
            if name not in {"expired", "locked_at", "locked_by", "go_live_at"}:
                assert value_of(made, name) == empty_value(made, name), f"{type(made).__name__}.{name}"


def assert_copied(page, source):
    """Assert that a copy left behind what stands for one page only, and took everything else along."""
    left = set(source.exclude_fields_in_copy)
    filled_names = [name for name in left if value_of(source, name) != empty_value(source, name)]
    assert_left_behind(page, filled_names, source)
    for name in {*source.public_fields, *source.fields_outside_approval} - left:
        try:
            assert value_of(fresh(page), name) == value_of(source, name), name
        except FieldDoesNotExist:
            continue


TYPES = [HomePage, StandardPage, NewsIndexPage, NewsPage, ResourceIndexPage, ResourcePage]
UNFILLED = {"expired", "locked_at", "locked_by", "go_live_at"}


def test_every_page_type_is_tried_with_everything_filled(filled):
    assert set(TYPES) == {model for model in apps.get_models() if issubclass(model, BasePage)} - {BasePage}
    for page in filled.values():
        for name in set(page.exclude_fields_in_copy) - UNFILLED:
            assert value_of(page, name) != empty_value(page, name), f"{type(page).__name__}.{name}"


def copy_and_publish(source, **options):
    """Copy a page, look at what was left behind, and publish the copy: twice the same in a unique column would fail."""
    slug = f"copy-{source.pk}"  # Home and what stands below it may be copied to one place.
    copy = source.copy(update_attrs={"slug": slug, "title": "Copy"}, **options)
    source.title = "Copy"
    assert_copied(copy, source)
    fresh(copy).get_latest_revision_as_object().save_revision().publish()


def test_a_copy_leaves_behind_what_stands_for_one_page(filled):
    for source in filled.values():
        copy_and_publish(source, keep_live=False)


@pytest.mark.test_all("Each way to copy a page of each type.")
@pytest.mark.parametrize("keep_live", [False, True])
@pytest.mark.parametrize("copy_revisions", [False, True])
@pytest.mark.parametrize("page_type", TYPES)
def test_each_way_to_copy_leaves_it_behind(filled, page_type, keep_live, copy_revisions):
    copy_and_publish(filled[page_type], keep_live=keep_live, copy_revisions=copy_revisions)


@pytest.mark.test_all("The same, page by page.")
def test_a_copied_tree_leaves_it_behind_in_each_page(filled):
    copy = filled[HomePage].copy(recursive=True, update_attrs={"slug": "copy"}, keep_live=True)
    copies = {type(page): page for page in copy.get_descendants(inclusive=True).specific()}
    assert set(copies) == set(TYPES)
    for page_type in set(TYPES) - {ResourcePage}:
        assert_copied(copies[page_type], filled[page_type])
    assert EventDate.objects.count() == EventDate.objects.values("uid").distinct().count() == 8


@pytest.mark.parametrize(
    "recursive", [False, pytest.param(True, marks=pytest.mark.test_all("The same, page by page."))]
)
def test_an_alias_leaves_behind_what_leads_to_one_page(filled, recursive):
    alias = filled[NewsIndexPage if recursive else NewsPage].create_alias(update_slug="alias", recursive=recursive)
    item = alias.get_descendants(inclusive=True).type(NewsPage).get().specific
    for _ in range(2):
        assert (item.import_key, item.old_address) == (None, "")
        assert item.changes[0]["note"] == "The day was wrong."  # What readers are told, they are told there too.
        assert item.awareness_starts == dt.date(2026, 6, 4)
        source = fresh(filled[NewsPage])
        source.title = "With other words"
        source.save_revision().publish()
        item = fresh(item)
    assert item.title == "With other words"


@pytest.mark.test_all("Another door to the same.")
@pytest.mark.parametrize("alias", [False, True])
def test_a_translation_leaves_it_behind_and_can_be_published(filled, alias, settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en-gb", "English"), ("cy", "Welsh")]
    welsh = Locale.objects.create(language_code="cy")
    for source in filled.values():
        if source.get_translation_or_none(welsh) is None:
            source.copy_for_translation(welsh, copy_parents=True, alias=alias)
        made = source.get_translation(welsh)
        unique = {"import_key", "old_address"} & set(source.exclude_fields_in_copy)
        assert_left_behind(made, unique if made.alias_of_id else set(source.exclude_fields_in_copy) - UNFILLED, source)
        if not made.alias_of_id:
            made.get_latest_revision_as_object().save_revision().publish()
    assert NewsPage.objects.filter(locale=welsh, live=True).exists()


def test_the_copy_form_of_the_admin(filled, client, superuser):
    client.force_login(superuser)
    item = filled[NewsPage]
    fields = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": item.get_parent().pk}
    assert client.post(f"/admin/pages/{item.pk}/copy/", fields).status_code == 302
    copy = NewsPage.objects.get(slug="copied")
    item.title = "Copied"
    assert_copied(copy, item)
    assert not copy.live


@isolate_apps("news")
def test_a_unique_field_that_a_copy_would_take_along_is_an_error(monkeypatch):
    class Numbered(BasePage):
        number = models.IntegerField(unique=True)
        code = models.CharField(max_length=9)

        class Meta:
            app_label = "news"
            constraints = [models.UniqueConstraint(fields=["code"], name="one_code")]

    assert unique_names(Numbered) == {"number", "code"}
    monkeypatch.setattr("board.basepage.checks.page_types", lambda: [Numbered])
    assert [error.id for error in check_unique_fields(None)] == ["basepage.E002"] * 2
    Numbered.exclude_fields_in_copy = Numbered.fields_outside_approval = ["number", "code"]
    assert check_unique_fields(None) == []
