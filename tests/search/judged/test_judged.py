"""Eighty fixed queries on fixed content: our search against Wagtail's own, on the database that the tests run on."""

import pytest
from django.db import connection

from . import measure

AT_LEAST, ABOVE_PLAIN = 0.85, 0.15

# The content is loaded once for them all.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("judged")]


@pytest.fixture(scope="module")
def judged(loaded):
    """The judgements of our search and of the plain one."""
    return measure.judge(measure.our_search(loaded)), measure.judge(measure.plain_search)


def test_every_wanted_page_is_public(loaded):
    wanted = {address for _, _, expected in measure.queries() for address in expected}
    assert len(measure.queries()) == 80
    assert all(expected for _, _, expected in measure.queries())
    assert [address for address in wanted if loaded.get(address).status_code != 200] == []


def test_mean_reciprocal_rank_is_high_enough(judged, record_property):
    ours, plain = judged
    figures = measure.table(ours, plain, connection.vendor)
    record_property("table", figures)
    score, plain_score = measure.mean(ours), measure.mean(plain)
    assert score >= AT_LEAST, figures
    assert score >= plain_score + ABOVE_PLAIN, figures


@pytest.mark.parametrize(
    ("found", "score"), [((), 0), (("/b/",), 0), (("/a/",), 1), (("/b/", "/a/"), 0.5), (("/b/",) * 10 + ("/a/",), 0)]
)
def test_score_is_reciprocal_of_the_first_wanted_place(found, score):
    assert measure.Judgement("c", "q", ("/a/", "/x/"), found).score == score


def test_plain_search_raises_nothing(loaded):
    assert measure.plain_search('"') == []
    assert "/resources/fgm-procedure/" in measure.plain_search("mutilation")
