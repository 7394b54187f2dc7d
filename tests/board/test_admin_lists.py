"""Every search and filter of the admin answers, whatever is typed into it."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect

from board.admin_search import LONGEST_VALUE, MOST_WORDS, SEARCHES, bounded, can_be_looked_for
from board.approvals.models import StatementApproval
from resources.models import Topic
from tests.admin_lists import admin_addresses, admin_lists
from tests.factories import NewsPageFactory
from tests.files import make_document_quickly

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgresql("What a database can look for differs."),
    # The register takes a day without a time zone, and Django warns.
    pytest.mark.filterwarnings("default:DateTimeField .* received a naive datetime:RuntimeWarning"),
]

WORDS = " ".join(f"w{number}" for number in range(1000))
# What is typed into a search, and what may come into any other field or stand in an address.
TYPED = {
    "a thousand words": WORDS,
    "100 KB": "x" * 100_000,
    "NUL": "a\0b",
    "quotes and brackets": "a\"b'(c)[d]{e}\\f%_*:&|!<>^~",
    "a half character": "\ud83d",
}
ODD = {
    "100 KB": TYPED["100 KB"],
    "NUL": TYPED["NUL"],
    "a number beyond any": "9" * 20,
    "a number longer than Python reads": "9" * 1900,
    "a negative number": "-1",
    "no number": "²",
    "a day that is none": "2026-02-31",
    "a far day": "99999-01-01",
    "the last day": "9999-12-31",
    "no choice": "__nothing__",
}


@pytest.fixture
def content(news_index, two_page_pdf):
    """Something in most lists."""
    who = {"user_id": 1, "user_name": "Chair", "reviewer_id": 2, "reviewer_name": "Moderator"}
    StatementApproval.objects.create(page_id=9, page_title="A", revision_id=1, digest="d", release="now", **who)
    Topic.objects.create(name="Neglect", slug="neglect")
    Redirect.objects.create(old_path="/old", redirect_page=news_index)
    make_document_quickly(two_page_pdf, title="Report")
    return NewsPageFactory(parent=news_index)


@pytest.fixture
def asking(client, superuser):
    """A signed-in client that returns the status of an answer, 500 for an error, and undoes what was written."""
    client.force_login(superuser)
    client.raise_request_exception = False

    def ask(address, name, value):
        with transaction.atomic():
            status = client.get(address, {name: value.encode("utf-8", "surrogatepass")}).status_code
            transaction.set_rollback(True)
        return status

    return ask


def failures(ask, lists, values=ODD, typed=TYPED):
    """Return what ends in an error: each search of some lists with what is typed, any other parameter with values."""
    return [
        (address, name, what)
        for address, parameters in lists.items()
        for name in sorted(parameters)
        for what, value in (typed if name in SEARCHES else values).items()
        if ask(address, name, value) >= 500
    ]


# One list by each engine: the search index, the columns of a model, ModelAdmin, a filter; and keys.
SOME = {
    "/admin/pages/search/results/": {"q"},
    "/admin/users/results/": {"q"},
    "/admin/statement-register/": {"q", "at__gte"},
    "/admin/reports/site-history/results/": {"label"},
    "/admin/documents/chooser/chosen-multiple/": {"id"},
}


def test_some_lists_answer_whatever_is_typed(asking, content):
    some = {name: ODD[name] for name in ("NUL", "a number beyond any", "no choice")}
    assert failures(asking, SOME, some, {"a thousand words": WORDS, "NUL": "a\0b"}) == []


def test_the_lists_of_the_admin_are_found(client, superuser, content):
    addresses = admin_addresses(content.pk)
    assert set(SOME) <= set(addresses)
    assert {"/admin/topics/", "/admin/bulk/basepage/basepage/unpublish/", "/admin/reports/broken-links/"} <= {
        address.replace("/resources/topic/", "/topics/") for address in addresses
    }


@pytest.mark.one_database("The odd values of the lists in make test run on both.")
@pytest.mark.test_all("Every parameter of every list with every odd value.")
def test_every_list_answers_whatever_is_typed(client, asking, content):
    lists = admin_lists(client, content.pk)
    assert len(lists) > 100
    assert failures(asking, lists) == []


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_looked_for(asking, content, text):
    assert failures(asking, {"/admin/pages/search/results/": {"q"}}, typed={"text": text}) == []


@pytest.mark.one_database("Five texts run on both.")
@pytest.mark.test_all("More of the same.")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=500) | st.lists(st.sampled_from(list("ab\"'()*: \\")), max_size=200).map("".join))
def test_any_text_is_looked_for_everywhere(asking, content, text):
    assert failures(asking, {address: {"q"} for address in SOME}, typed={"text": text}) == []


def test_what_is_looked_for_is_bounded():
    assert bounded("q", WORDS).split() == WORDS.split()[:MOST_WORDS]
    assert bounded("label", WORDS) == WORDS[:LONGEST_VALUE]
    assert bounded("q", "x" * 100_000) == "x" * LONGEST_VALUE
    assert bounded("q", "  a\0b \ud83dc ") == "  ab c "
    assert bounded("p", "9" * 1900) == "9" * 18
    assert bounded("q", "0800 1111") == "0800 1111"
    assert bounded("q", "9" * 40) == "9" * 40
    assert [can_be_looked_for("id", value) for value in ("7", "all", "a", "²", "")] == [True, True, False, False, False]
    assert bounded("link_text", "a " * 500) == "a " * 500
