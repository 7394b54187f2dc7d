"""Whatever editors type into the admin's searches is looked for, and is no error."""

import pytest
from modelsearch.query import And, Not, Or, Phrase, PlainText

from board.admin_search import readable
from tests.factories import NewsPageFactory
from tests.files import make_document_quickly

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql("The admin’s search has an engine for each database.")]

SEARCHES = [
    "/admin/documents/?q={}",
    "/admin/images/?q={}",
    "/admin/pages/search/?q={}",
    "/admin/pages/1/?q={}",
    "/admin/choose-page/search/?q={}",
    "/admin/documents/chooser/results/?q={}",
    "/admin/images/chooser/results/?q={}",
]
ODD = [
    '"',
    'a"b',
    '"annual report"',
    '"annual report',
    "'annual' report",
    '"a-b"',
    '"child\'s"',
    "*",
    "(",
    '" "',
    'x AND "',
]


@pytest.mark.parametrize("address", SEARCHES)
def test_no_search_is_an_error(client, superuser, address):
    client.force_login(superuser)
    for typed in ODD:
        assert client.get(address.format(""), {"q": typed}).status_code == 200, typed


def test_words_in_quotation_marks_are_found(client, superuser, news_index, two_page_pdf):
    NewsPageFactory(parent=news_index, title="The annual report of the herons")
    make_document_quickly(two_page_pdf, title="Annual report")
    client.force_login(superuser)
    for typed in ('"annual report"', 'annual "report', '"report"'):
        assert "report of the herons" in client.get("/admin/pages/search/", {"q": typed}).content.decode()
        assert "Annual report" in client.get("/admin/documents/", {"q": typed}).content.decode()


def test_every_kind_of_query_is_read():
    query = And([PlainText('a"b', operator="or", boost=2), Or([Phrase('c" d'), Not(PlainText("e"))])])
    wanted = And([PlainText("a b", operator="or", boost=2), Or([PlainText("c  d"), Not(PlainText("e"))])])
    assert repr(readable(query)) == repr(wanted)
