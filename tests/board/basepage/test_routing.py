"""Addresses lead to the same pages as in Wagtail's own routing, with fewer queries."""

from uuid import uuid4

import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.models import Site

from board.basepage.models import BasePage
from board.basepage.routing import SECTIONS, route
from board.engines.pagecache.dependencies import CURRENT, ResponseDependencies
from tests.factories import NewsPageFactory, StandardPageFactory

ADDRESSES = [
    "/",
    "",
    "//",
    "/news/",
    "/news",
    "/NEWS/",
    "/news/heron/",
    "/news/draft/",
    "/news/heron/deeper/",
    "/news/feed/",
    "/news/statements/",
    "/news/2026/",
    "/news/topics/neglect/",
    "/news/nothing/",
    "/nothing/heron/",
    "/about/people/chair/",
    "/about/people/",
    "/about/chair/",
    "/people/",
    "/heron/",
    "/news/héron/",
    "/draft-section/beneath/",
    "/home/news/",
    "/news/odd/",
]


@pytest.fixture
def tree(home, news_index, resource_index):
    """Pages of several kinds and depths, drafts and one of a kind that its section does not offer."""
    NewsPageFactory(parent=news_index, slug="heron")
    NewsPageFactory(parent=news_index, slug="draft", live=False)
    # As rows written before a rule changed may lie.
    StandardPageFactory(parent=news_index, slug="odd")
    about = StandardPageFactory(parent=home, slug="about")
    people = StandardPageFactory(parent=about, slug="people")
    StandardPageFactory(parent=people, slug="chair")
    StandardPageFactory(parent=StandardPageFactory(parent=home, slug="draft-section", live=False), slug="beneath")


@pytest.fixture(params=["for a reader", "for a signed-in user"])
def state(request):
    """A response for a reader, which may use memoised values, and one that may not."""
    version = uuid4().hex if request.param == "for a reader" else None
    token = CURRENT.set(ResponseDependencies(version))
    yield
    CURRENT.reset(token)


@pytest.fixture
def new_state():
    """A response for a reader, with nothing memoised."""
    token = CURRENT.set(ResponseDependencies(uuid4().hex))
    yield
    CURRENT.reset(token)


def get_request(address):
    """Return a request for an address."""
    return RequestFactory().get(f"/{address.lstrip('/')}")


def as_wagtail(address):
    """Return the page and the rest of a route as Wagtail finds them, from the root page down; ``None`` for nowhere."""
    request = get_request(address)
    parts = [part for part in address.split("/") if part]
    try:
        return comparable(Site.find_for_request(request).root_page.specific.route(request, parts))
    except Http404:
        return None


def comparable(result):
    """Return the values by which two routes are compared."""
    view, arguments, named = [*result.args, None, None, None][:3]
    return type(result.page), result.page.pk, getattr(view, "__name__", None), arguments, named or result.kwargs


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("address", ADDRESSES)
def test_route_is_that_of_wagtail(tree, state, address, times):
    for _ in range(times):
        result = route(BasePage, get_request(address), address)
    assert (comparable(result) if result else None) == as_wagtail(address)


@pytest.mark.parametrize(
    ("address", "first", "later"),
    [("/news/heron/", 2, 1), ("/news/", 2, 2), ("/", 2, 1), ("/news/odd/", 2, 4), ("/news/feed/", 2, 2)],
)
def test_routing_takes_few_queries(tree, new_state, django_assert_max_num_queries, address, first, later):
    request = get_request(address)
    Site.find_for_request(request)
    with django_assert_max_num_queries(first):
        route(BasePage, request, address)
    route(BasePage, get_request("/news/"), "/news/")
    with django_assert_max_num_queries(later):
        route(BasePage, request, address)


def test_routed_page_knows_its_ancestors(tree, django_assert_num_queries):
    page = route(BasePage, get_request("/about/people/chair/"), "/about/people/chair/").page
    with django_assert_num_queries(0):
        assert [above.slug for above in page.trail] == ["home", "about", "people"]
        assert page.get_parent().slug == "people"


def test_page_of_another_tree_is_not_found(tree):
    """The addresses of two roots are the same below ``/``: only those under this Site's own root page count."""
    other = StandardPageFactory(parent=BasePage.get_first_root_node(), slug="other")
    StandardPageFactory(parent=other, slug="elsewhere")
    assert route(BasePage, get_request("/elsewhere/"), "/elsewhere/") is None


def test_missing_pages_are_not_memoised(tree, new_state):
    for number in range(3):
        for address in (f"/nothing-{number}/more/", f"/news/heron/{number}/"):
            assert route(BasePage, get_request(address), address) is None
    assert not SECTIONS.values()


def test_memoised_pages_are_reloaded_for_a_new_version(tree, new_state):
    assert route(BasePage, get_request("/news/heron/"), "/news/heron/").page.trail[-1].title != "Another name"
    index = BasePage.objects.get(slug="news").specific
    index.title = "Another name"
    index.save_revision().publish()
    token = CURRENT.set(ResponseDependencies(uuid4().hex))
    assert route(BasePage, get_request("/news/heron/"), "/news/heron/").page.trail[-1].title == "Another name"
    CURRENT.reset(token)
