"""A draft may leave almost every field empty (Wagtail's deferred validation); everything that shows drafts bears it."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from board.approvals.digest import content_digest
from board.basepage.models import BasePage
from board.blocks.event_callout import event_callouts
from board.events.calendar_file import calendar_file
from board.events.event_dates import event_uid
from board.events.public_events import Event
from search.index.index_document import build_document
from tests import drafts
from tests.factories import StandardPageFactory
from tests.files import make_document
from tests.publication import address, fresh

# Wagtail leaves files open, and compares addresses as if they were markup.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning"),
]

TYPES = drafts.page_types()
# The depth of a home page; only one of them has an address.
TOP = 2
LISTS = [
    "/", "/news/", "/news/statements/", "/news/feed/", "/news/events/", "/news/events/past/", "/news/events.ics",
    "/resources/", "/sitemap-pages.xml", "/search/?q=title",
]  # fmt: skip


@pytest.fixture
def choices(db, home, two_page_pdf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = StandardPageFactory(parent=home, title="Another page")
    image = get_image_model().objects.create(title="A picture", file=get_test_image_file())
    return drafts.Choices(page.pk, make_document(two_page_pdf).pk, image.pk)


def without_statements(content):
    """Return content that may be public without the chair's approval."""
    kept = {name: value for name, value in content.items() if name != "in_our_name"}
    if "body" in kept:
        kept["body"] = [block for block in kept["body"] if block["type"] != "statement_quote"]
    return kept


def fields_and_blocks(model, content):
    """Return the places of every field but streams, and of every field of their blocks."""
    places = drafts.places(model, content)
    return [place for place in places if len(place) > 1 or not isinstance(content.get(place[0]), list)]


def parent_of(model):
    """Return a page that a page of a type may stand below."""
    (first, *_) = model.allowed_parent_page_models()
    return first.objects.first() if first is not BasePage else BasePage.objects.get(depth=1)


def add(model, content, **fields):
    page = drafts.set_content(model(**fields), content)
    return parent_of(model).add_child(instance=page)


def assert_sane(response, place):
    """Assert that a response is a page that calls nothing None, and says nothing of nothing in its structured data."""
    soup = BeautifulSoup(response.content, "html.parser")
    data = soup.find("script", type="application/ld+json")
    assert not data or "null" not in data.string, place
    assert not soup.select('time[datetime=""]'), place
    for part in soup.find_all(["script", "template", "select"]):
        part.decompose()
    assert "None" not in soup.find("main").get_text(" ").split(), place


def assert_draft_is_shown(client, rf, superuser, page, before, *, is_of_a_form=True):
    """Assert that everything shows the latest revision of a page; ``before`` is an earlier one."""
    client.force_login(superuser)
    latest = fresh(page).latest_revision_id
    as_readers_see_it = [
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, latest]),
        reverse("publishing:decide", args=[page.pk]),
    ]
    in_the_admin = [
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, "latest"]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, latest, before.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
    ]
    for place in as_readers_see_it + in_the_admin:
        response = client.get(place)
        assert response.status_code == 200, place
        if is_of_a_form and place in as_readers_see_it:
            assert_sane(response, place)
    assert_processed(rf, fresh(page).get_latest_revision_as_object())


def assert_processed(rf, version):
    """Assert that everything that is made of a version but no page bears it."""
    assert build_document(version).title
    assert content_digest(version)
    request = rf.get("/")
    events = [Event(event_uid(version, each.id), each.id, version, each.value) for each in event_callouts(version)]
    assert calendar_file(events, "The board", request).count(b"BEGIN:VEVENT") == len(events)
    metadata = version.get_page_metadata(request)
    assert "null" not in json.dumps(metadata.data)


def test_every_page_type_has_fields_to_leave_empty(choices):
    for model in TYPES.values():
        assert drafts.fields_a_draft_may_leave_empty(model)
    content = drafts.full_content(TYPES["news.NewsPage"], choices)
    blocks_of_body = {place[3:] for place in drafts.places(TYPES["news.NewsPage"], content) if place[0] == "updates"}
    assert {("date",), ("kind",), ("note",)} <= blocks_of_body


@pytest.mark.parametrize("label", TYPES)
def test_draft_with_every_field_empty_is_shown_everywhere(client, rf, superuser, choices, label):
    model = TYPES[label]
    content = drafts.full_content(model, choices)
    page = add(model, content, live=False)
    before = page.save_revision(clean=False)
    drafts.set_content(page, drafts.emptied(model, content, fields_and_blocks(model, content)))
    page.save_revision(clean=False)
    assert_draft_is_shown(client, rf, superuser, page, before)


@pytest.mark.one_database("What is empty is met by Python.")
@pytest.mark.test_all("Each field of each type and block by itself; make test leaves all of them empty at once.")
@pytest.mark.parametrize("empty", [None, drafts.MISSING], ids=["none", "missing"])
@pytest.mark.parametrize("label", TYPES)
def test_draft_with_one_field_empty_is_shown_everywhere(client, rf, superuser, choices, label, empty):
    model = TYPES[label]
    content = drafts.full_content(model, choices)
    page = add(model, content, live=False)
    before = page.save_revision(clean=False)
    for place in drafts.places(model, content):
        drafts.set_content(page, drafts.emptied(model, content, [place], empty))
        page.save_revision(clean=False)
        assert_draft_is_shown(client, rf, superuser, page, before, is_of_a_form=empty is None)


OTHER_TYPES = [label for label in TYPES if label not in {"news.NewsPage", "resources.ResourcePage"}]
OTHERS = pytest.mark.test_all("Types whose fields lists do not show; make test tries the two of lists.")


@pytest.mark.parametrize(
    "label", ["news.NewsPage", "resources.ResourcePage", *(pytest.param(each, marks=OTHERS) for each in OTHER_TYPES)]
)
def test_public_page_with_every_field_empty_breaks_no_list(client, choices, label):
    """No form publishes one; a program may."""
    model = TYPES[label]
    content = without_statements(drafts.full_content(model, choices))
    page = add(model, content)
    some = fields_and_blocks(model, content)
    drafts.set_content(page, drafts.emptied(model, content, some)).save(clean=False)
    for place in LISTS if page.depth == TOP else [address(page), *LISTS]:
        assert client.get(place).status_code == 200, place


@pytest.mark.parametrize("label", ["news.NewsPage", "resources.ResourcePage"])
@pytest.mark.parametrize(
    "examples",
    [
        2,
        pytest.param(
            100,
            marks=[
                pytest.mark.test_all("A hundred sets of empty fields; make test tries two."),
                pytest.mark.one_database("What is empty is met by Python."),
            ],
        ),
    ],
)
def test_any_fields_of_a_draft_may_be_empty(rf, choices, label, examples):
    model = TYPES[label]
    content = drafts.full_content(model, choices)
    page = add(model, content, live=False)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.sets(st.sampled_from(drafts.places(model, content))), st.sampled_from([None, drafts.MISSING]))
    def assert_processed_with(some, empty):
        version = drafts.set_content(fresh(page), drafts.emptied(model, content, some, empty))
        assert_processed(rf, version)
        assert version.make_preview_request(rf.get("/")).status_code == 200

    assert_processed_with()
