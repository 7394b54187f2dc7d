"""Fragments that many pages share are rendered once for a content version, and no page outlives its fragments."""

import time
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.models import Site

from board.engines.pagecache.dependencies import CURRENT, ResponseDependencies
from board.engines.pagecache.fragments import FRAGMENTS, cached_fragment, fragment_key
from tests.factories import NewsPageFactory


@pytest.fixture
def page():
    """What a page that is being generated depends on, with a content version of which nothing is memoised."""
    token = CURRENT.set(dependencies := ResponseDependencies(uuid4().hex))
    yield dependencies
    CURRENT.reset(token)


class Renderer:
    """Renders a fragment that is true for some seconds, or for ever, and counts how often it was called."""

    def __init__(self, seconds=None):
        self.seconds = seconds
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if self.seconds is not None:
            CURRENT.get().expire_at(time.time() + self.seconds)
        return f"fragment {self.calls}"


def test_fragment_is_rendered_once_for_a_key(page):
    render = Renderer()
    assert [cached_fragment(key, render) for key in ("a", "a", "b")] == ["fragment 1", "fragment 1", "fragment 2"]
    assert page.expires is None


def test_fragment_is_rendered_anew_for_another_content_version(page):
    render = Renderer()
    cached_fragment("a", render)
    token = CURRENT.set(ResponseDependencies(uuid4().hex))
    assert cached_fragment("a", render) == "fragment 2"
    CURRENT.reset(token)


def test_fragment_is_not_cached_outside_readers_pages(page):
    render = Renderer()
    token = CURRENT.set(ResponseDependencies(None))
    assert [cached_fragment("a", render), cached_fragment("a", render)] == ["fragment 1", "fragment 2"]
    CURRENT.reset(token)


def test_every_page_expires_with_its_fragment(page):
    cached_fragment("a", Renderer(60))
    first = page.expires
    assert first == pytest.approx(time.time() + 60, abs=5)
    token = CURRENT.set(later := ResponseDependencies(page.version))
    cached_fragment("a", Renderer())
    CURRENT.reset(token)
    assert later.expires == first


def test_fragment_does_not_expire_with_the_page_around_it(page):
    page.expire_at(time.time() + 10)
    cached_fragment("a", Renderer(60))
    assert FRAGMENTS.values()["a"].expires == pytest.approx(time.time() + 60, abs=5)
    assert page.expires == pytest.approx(time.time() + 10, abs=5)


def test_expired_fragment_is_rendered_anew(page):
    assert cached_fragment("a", Renderer(-1)) == "fragment 2"
    render = Renderer(60)
    assert [cached_fragment("a", render), cached_fragment("a", render)] == ["fragment 1", "fragment 1"]


def test_failing_fragment_leaves_the_pages_dependencies(page):
    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cached_fragment("a", fail)
    assert CURRENT.get() is page
    assert "a" not in FRAGMENTS.values()


def test_key_of_model_instances_and_lists_is_their_rows(news_index):
    one, two = (NewsPageFactory(parent=news_index) for _ in range(2))
    assert fragment_key(one) == ("news.NewsPage", one.pk)
    assert fragment_key([one, two]) == (fragment_key(one), fragment_key(two)) != fragment_key([two, one])
    assert fragment_key([("a", one), ""]) == (("a", fragment_key(one)), "")
    assert fragment_key("words") == "words"


def rendered(source, **variables):
    request = RequestFactory().get("/")
    return Template("{% load fragment_tags %}" + source).render(Context({"request": request, **variables}))


def test_tag_caches_by_name_and_keys(page, site):
    source = "{% cachedfragment example key %}{{ other }}{% endcachedfragment %}"
    assert rendered(source, key=1, other="a") == "a"
    assert rendered(source, key=1, other="b") == "a"
    assert rendered(source, key=2, other="b") == "b"
    assert rendered("{% cachedfragment another key %}{{ other }}{% endcachedfragment %}", key=1, other="c") == "c"


def test_tag_escapes_variables(page, site):
    source = "{% cachedfragment example %}{{ words }}{% endcachedfragment %}"
    assert [rendered(source, words="<b>") for _ in range(2)] == ["&lt;b&gt;"] * 2


def test_fragments_of_two_sites_are_separate(page, site):
    Site.objects.create(hostname="other.example.org", root_page=site.root_page)
    source = "{% cachedfragment example %}{{ words }}{% endcachedfragment %}"
    assert rendered(source, words="a") == "a"
    request = RequestFactory().get("/", HTTP_HOST="other.example.org")
    template = Template("{% load fragment_tags %}" + source)
    assert template.render(Context({"request": request, "words": "b"})) == "b"


def test_tag_without_a_request_is_not_cached(page, db):
    source = "{% load fragment_tags %}{% cachedfragment example %}{{ words }}{% endcachedfragment %}"
    assert [Template(source).render(Context({"words": words})) for words in ("a", "b")] == ["a", "b"]
