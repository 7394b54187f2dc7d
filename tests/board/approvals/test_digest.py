"""What changes the digest of a statement, and what does not."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from board.approvals.digest import VERSION, statement_digest
from board.approvals.statements import carries_statement
from board.basepage.models import BasePage
from news.models import NewsPage
from tests.factories import NewsPageFactory
from tests.files import make_document

STATEMENT = {
    "type": "statement_quote",
    "value": {"statement": "<p>We are sorry.</p>", "speaker": "A", "role": "Chair", "date": "2026-11-02"},
}
EVENT = {"type": "event_callout", "value": {"name": "Stand", "start": "2026-06-02T12:00:00+01:00"}}


@pytest.fixture
def document(settings, tmp_path, two_page_pdf, db):
    settings.MEDIA_ROOT = tmp_path
    return make_document(two_page_pdf)


@pytest.fixture
def page(news_index, document):
    pdf = {"type": "pdf_document", "value": {"title": "Report", "document": document.pk}}
    return NewsPageFactory(parent=news_index, title="Heron", body=[STATEMENT, EVENT, pdf], live=False)


def fresh(page):
    return NewsPage.objects.get(pk=page.pk)


def test_digest_names_its_version_and_is_stored(page):
    digest = statement_digest(fresh(page))
    assert digest.startswith(f"{VERSION}:")
    assert len(digest) == len(VERSION) + 65
    assert page.statement_digest == digest == fresh(page).statement_digest


def test_digest_of_known_content_has_not_changed(news_index):
    """Where this fails, every approval of the register lapses: see docs/decisions/0004 before ``VERSION`` is raised."""
    page = NewsPageFactory(parent=news_index, title="Café Heron", body=[STATEMENT], live=False)
    assert statement_digest(page) == "v2:ebd8d51c84654f479152a15971169db252849d68f64a36634eafa3d1e8b981e0"


def test_round_trip_and_item_ids_do_not_change_digest(page):
    again = fresh(page)
    for child in again.body:
        child.id = None
    assert statement_digest(again) == page.statement_digest
    again.save()
    assert again.statement_digest == page.statement_digest
    page.save_revision()
    assert statement_digest(page.get_latest_revision_as_object()) == page.statement_digest


def test_time_zone_does_not_change_digest(page):
    again = fresh(page)
    again.body[1].value["start"] = dt.datetime(2026, 6, 2, 11, 0, tzinfo=dt.UTC)
    assert statement_digest(again) == page.statement_digest


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Herons"),
        ("seo_title", "X"),
        ("search_description", "X"),
        ("summary", "X"),
        ("date", dt.date(2026, 1, 1)),
        ("in_our_name", True),
        ("archived", True),
        ("notes_to_editors", "<p>X</p>"),
        ("awareness_starts", dt.date(2026, 1, 1)),
        ("awareness_ends", dt.date(2026, 1, 1)),
    ],
)
def test_every_public_field_changes_digest(page, field, value):
    again = fresh(page)
    setattr(again, field, value)
    assert statement_digest(again) != page.statement_digest


@pytest.mark.parametrize(("field", "value"), [("slug", "x"), ("review_by", dt.date(2027, 1, 1)), ("old_address", "x")])
def test_fields_that_no_reader_sees_do_not_change_digest(page, field, value):
    again = fresh(page)
    setattr(again, field, value)
    assert statement_digest(again) == page.statement_digest


def test_comma_changes_digest(page):
    again = fresh(page)
    again.body[0].value["role"] = "Chair,"
    assert statement_digest(again) != page.statement_digest


def test_replaced_file_changes_digest(page, document):
    document.file = ContentFile(b"%PDF-1.4 other bytes", "report.pdf")
    document.save()
    assert statement_digest(fresh(page)) != page.statement_digest


def test_missing_file_changes_digest_without_an_error(page, document):
    document.delete()
    assert statement_digest(fresh(page)) != page.statement_digest


def test_page_without_statement_has_no_digest(news_index):
    page = NewsPageFactory(parent=news_index, body=[EVENT])
    assert not carries_statement(page)
    assert page.statement_digest == ""


def test_page_marked_in_our_name_carries_a_statement(news_index):
    assert carries_statement(NewsPageFactory(parent=news_index, in_our_name=True))


def test_saving_base_page_keeps_digest(page):
    base = BasePage.objects.get(pk=page.pk)
    base.save()
    assert fresh(page).statement_digest == page.statement_digest


def test_revision_object_has_digests_of_stored_row(page):
    page.save_revision()
    NewsPage._base_manager.filter(pk=page.pk).update(statement_digest="stored", approved_digest="given")
    draft = fresh(page).get_latest_revision_as_object()
    assert (draft.statement_digest, draft.approved_digest) == ("stored", "given")
