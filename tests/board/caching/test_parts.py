"""Parts that many pages share are made once for each state of the site, and no page outlives what a part says."""

import time
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from wagtail.models import Site

from board.caching.answers import CURRENT, Answer
from board.caching.parts import PARTS, key_of, part
from board.stamps.remembered import STATE
from tests.factories import NewsPageFactory


@pytest.fixture
def answer():
    """An answer for a reader that is being made, of a state of which nothing is remembered."""
    state, current = STATE.set(uuid4().hex), CURRENT.set(found := Answer())
    yield found
    CURRENT.reset(current)
    STATE.reset(state)


class Maker:
    """Makes a part that is true for some seconds, or for ever, and counts how often it was asked."""

    def __init__(self, seconds=None):
        self.seconds = seconds
        self.asked = 0

    def __call__(self):
        self.asked += 1
        if self.seconds is not None:
            CURRENT.get().is_true_until(time.time() + self.seconds)
        return f"part {self.asked}"


def test_is_made_once_for_a_key(answer):
    make = Maker()
    assert [part("a", make), part("a", make), part("b", make)] == ["part 1", "part 1", "part 2"]
    assert answer.expires is None


def test_is_made_anew_in_another_state(answer):
    make = Maker()
    part("a", make)
    token = STATE.set(uuid4().hex)
    assert part("a", make) == "part 2"
    STATE.reset(token)


def test_outside_readers_pages_nothing_is_kept(answer):
    make = Maker()
    token = STATE.set(None)
    assert [part("a", make), part("a", make)] == ["part 1", "part 2"]
    STATE.reset(token)


def test_every_page_that_holds_it_ends_with_it(answer):
    part("a", Maker(60))
    first = answer.expires
    assert first == pytest.approx(time.time() + 60, abs=5)
    token = CURRENT.set(later := Answer())
    part("a", Maker())
    CURRENT.reset(token)
    assert later.expires == first


def test_what_the_page_around_it_depends_on_does_not_end_the_part(answer):
    answer.is_true_until(time.time() + 10)
    part("a", Maker(60))
    assert PARTS.values()["a"].expires == pytest.approx(time.time() + 60, abs=5)
    assert answer.expires == pytest.approx(time.time() + 10, abs=5)


def test_is_made_anew_when_its_time_is_over(answer):
    assert part("a", Maker(-1)) == "part 2"
    make = Maker(60)
    assert [part("a", make), part("a", make)] == ["part 1", "part 1"]


def test_a_part_that_fails_leaves_the_page_s_own_notes(answer):
    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        part("a", fail)
    assert CURRENT.get() is answer
    assert "a" not in PARTS.values()


def test_rows_and_lists_of_them_stand_for_themselves(news_index):
    one, two = (NewsPageFactory(parent=news_index) for _ in range(2))
    assert key_of(one) == ("news.NewsPage", one.pk)
    assert key_of([one, two]) == (key_of(one), key_of(two)) != key_of([two, one])
    assert key_of([("a", one), ""]) == (("a", key_of(one)), "")
    assert key_of("words") == "words"


def rendered(source, **variables):
    request = RequestFactory().get("/")
    return Template("{% load parts_tags %}" + source).render(Context({"request": request, **variables}))


def test_the_tag_keeps_what_depends_on_its_keys(answer, site):
    source = "{% part example key %}{{ other }}{% endpart %}"
    assert rendered(source, key=1, other="a") == "a"
    assert rendered(source, key=1, other="b") == "a"
    assert rendered(source, key=2, other="b") == "b"
    assert rendered("{% part another key %}{{ other }}{% endpart %}", key=1, other="c") == "c"


def test_the_tag_escapes_as_ever(answer, site):
    source = "{% part example %}{{ words }}{% endpart %}"
    assert [rendered(source, words="<b>") for _ in range(2)] == ["&lt;b&gt;"] * 2


def test_another_site_has_parts_of_its_own(answer, site):
    Site.objects.create(hostname="other.example.org", root_page=site.root_page)
    source = "{% part example %}{{ words }}{% endpart %}"
    assert rendered(source, words="a") == "a"
    request = RequestFactory().get("/", HTTP_HOST="other.example.org")
    template = Template("{% load parts_tags %}" + source)
    assert template.render(Context({"request": request, "words": "b"})) == "b"


def test_without_a_request_it_is_only_printed(answer, db):
    assert Template("{% load parts_tags %}{% part example %}a{% endpart %}").render(Context()) == "a"
