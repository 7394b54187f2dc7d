"""The statement lists the public documents that are not accessible."""

import datetime as dt

import pytest

from board.accessibility.models import AccessibilityStatement
from board.accessibility.wagtail_hooks import statement_warning
from tests.board.engines.pdfinspect import pdfs
from tests.factories import NewsPageFactory
from tests.files import make_document


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def statement(site):
    """A statement that was prepared and is not due."""
    today = dt.date.today()  # noqa: DTZ011
    facts = {"compliance": "full", "prepared_on": today, "reviewed_on": today, "tested_on": today, "tested_by": "us"}
    facts |= {"how_tested": "By hand.", "next_review_on": today + dt.timedelta(days=300)}
    return AccessibilityStatement.objects.update_or_create(site=site, defaults=facts)[0]


def publish(news_index, content, title, **fields):
    document = make_document(content, title=title, **fields)
    body = [{"type": "pdf_document", "value": {"title": title, "document": document.pk}}]
    NewsPageFactory(parent=news_index, body=body)
    return document


def test_documents_are_listed_by_exemption(client, news_index, statement):
    publish(news_index, pdfs.tagged("Words of a page"), "Good one")
    publish(news_index, pdfs.untagged(), "Falls short")
    publish(news_index, pdfs.untagged(), "Heavy burden", exemption="burden")
    publish(news_index, pdfs.untagged(), "Old one", exemption="old")
    publish(news_index, pdfs.untagged(), "On the page too", exemption="web_page")
    make_document(pdfs.untagged(), title="Not public")
    content = client.get("/accessibility-statement/").content.decode()
    order = [content.index(f">{title} (PDF, 1 page)<") for title in ("Falls short", "Heavy burden", "Old one")]
    headings = [
        content.index(f"<h3>{words}") for words in ("Where we don’t", "Disproportionate", "Content that is not")
    ]
    assert sorted(order + headings) == [headings[0], order[0], headings[1], order[1], headings[2], order[2]]
    for absent in ("Good one", "On the page too", "Not public"):
        assert absent not in content


def test_admin_warns_of_a_statement_that_promises_too_much(news_index, statement):
    assert statement_warning(statement) == ""
    publish(news_index, pdfs.untagged(), "Falls short")
    assert "see Public files" in statement_warning(statement)


def test_unprepared_statement_lists_no_documents(client, news_index):
    publish(news_index, pdfs.untagged(), "Falls short")
    assert "Falls short" not in client.get("/accessibility-statement/").content.decode()
