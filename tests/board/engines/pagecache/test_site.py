"""The cache around this very site: what its pages read, and what they have in common with other processes."""

import pytest
from django.core.cache import cache as django_cache
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from wagtail.models import PageViewRestriction

from board.engines.pagecache.wsgi import PageCache
from news.models import NewsIndexPage
from resources.models import ResourceIndexPage
from tests.factories import NewsPageFactory, ResourcePageFactory
from tests.worlds import shared_world

from .conftest import SentResponse, request

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("site behind the page cache")]

ADDRESSES = [
    "/",
    "/news/",
    "/news/statements/",
    "/news/events/",
    "/news/feed/",
    "/resources/",
    "/search/",
    "/sitemap.xml",
]


@pytest.fixture(scope="module")
def three_pages_of_each(django_db_setup, django_db_blocker, tmp_path_factory):
    """News and resources enough for three pages of a list."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        news, library = NewsIndexPage.objects.get(), ResourceIndexPage.objects.get()
        for number in range(41):
            NewsPageFactory(parent=news, title=f"Heron {number}", slug=f"heron-{number}")
            ResourcePageFactory(parent=library, title=f"Swan {number}", kind="report")
        yield


@pytest.fixture
def cache(three_pages_of_each, db, content_version):
    settle(content_version)
    return PageCache(get_wsgi_application())


def settle(version):
    """Let what the test has written be committed, as far as the content version knows."""
    while version.open_writes:
        version.end_write()


def test_publication_is_on_every_page_at_once(
    ask, cache, content_version, news_index, django_capture_on_commit_callbacks
):
    assert "Kingfisher" not in ask(cache, "/news/").text
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        NewsPageFactory(parent=news_index, title="Kingfisher", slug="kingfisher")
    for path in ("/", "/news/", "/news/feed/", "/news/kingfisher/"):
        assert "Kingfisher" in ask(cache, path).text


@pytest.mark.parametrize("path", ADDRESSES)
def test_unread_parameters_are_in_no_page_and_take_no_room(ask, cache, path):
    plain = ask(cache, path)
    for number in range(5):
        odd = ask(cache, path, query=f"utm_source=nonsense-{number}&fbclid=nonsense")
        assert (odd.status, odd.content) == (200, plain.content)
    assert len(cache.store.responses) == 1


@pytest.mark.parametrize("charset", ["cp037", "utf-16", "hex", "undefined"])
def test_character_set_of_a_request_changes_no_page(cache, ask, charset):
    """Django would read the address in the character set that the type of a body names, which a page has none of."""
    for query, status in (("page=7", 404), ("page=2", 200), ("q=%ff", 200)):
        plain = ask(cache, "/news/", query=query)
        odd = {**request("/news/", query=query), "CONTENT_TYPE": f"text/plain; charset={charset}"}
        assert (plain.status, SentResponse(cache, odd).content) == (status, plain.content)
        assert ask(cache, "/news/", query=query).content == plain.content


@pytest.mark.parametrize("path", ["/news/", "/resources/"])
def test_pages_of_a_list_are_stored_separately(ask, cache, path):
    texts = {ask(cache, path, query=query).text for query in ("", "page=2", "page=3", "page=2&x=1", "x=1&page=3")}
    assert len(texts) == 3
    assert len(cache.store.responses) == 3
    assert ask(cache, path, query="page=02").status == 404


def test_library_filters_are_in_the_link_to_the_next_page(ask, cache):
    page = ask(cache, "/resources/", query="kind=report&sort=title&x=1")
    assert "?kind=report&amp;sort=title&amp;page=2" in page.text
    assert "x=1" not in page.text


def test_search_results_are_not_stored(ask, cache):
    ask(cache, "/search/", query="q=heron")
    assert not cache.store.responses


def test_admin_pages_and_health_checks_are_not_stored(ask, cache):
    for path in ("/admin/login/", "/health/live", "/no-such-page/", "/favicon.ico"):
        ask(cache, path)
    assert not cache.store.responses


def test_hostname_changed_by_another_process_is_used_at_once(ask, cache, content_version, site):
    assert 'href="http://localhost/news/' in ask(cache, "/news/feed/").text
    remembered = dict(django_cache._cache)
    site.hostname = "board.example.org"
    site.save()
    django_cache._cache.update(remembered)  # What this process would still hold.
    settle(content_version)
    assert 'href="http://board.example.org/news/' in ask(cache, "/news/feed/").text


def test_private_section_is_private_at_once(ask, cache, content_version, news_index):
    assert ask(cache, "/news/heron-1/").status == 200
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=news_index, restriction_type=PageViewRestriction.LOGIN)]
    )
    settle(content_version)
    assert ask(cache, "/news/heron-1/").status == 302
    assert "Heron" not in ask(cache, "/").text
