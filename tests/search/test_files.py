"""Words inside public files are found, with their page."""

import pytest
from wagtail.models import Site

from board.basepage.models import BasePage
from board.media.models import BoardDocument, DocumentInspection
from board.media.tasks import inspect_document
from home.models import HomePage
from search.models import FilePage, IndexedFile
from tests.board.engines.pdfinspect import pdfs
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory
from tests.files import make_document, replace_by_two_people

pytestmark = pytest.mark.postgresql("The search has an engine for each database.")

REPORT = pdfs.tagged(*[f"This is page {number}" for number in range(1, 7)], "Ask the heron what she <saw> at the weir")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report():
    """A report in which the heron stands on page 7."""
    return make_document(REPORT, title="The report")


def carry(factory, parent, document, **fields):
    body = [{"type": "pdf_document", "value": {"title": "R", "document": document.pk}}]
    return factory(parent=parent, body=body, **fields)


def test_hit_links_to_the_page_of_the_file(search, resource_index, report):
    page = carry(ResourcePageFactory, resource_index, report, title="A resource")
    (hit,) = search("weir HERON").hits
    assert (hit.title, hit.address) == ("A resource", f"/resources/{page.slug}/")
    assert (hit.file, hit.file_address) == ("page 7 of The report", f"{report.url}#page=7")
    assert "Ask the heron what she <saw> at the weir" in hit.snippet
    assert hit.marked == ["heron", "weir"]


def test_page_without_the_file_is_not_found(search, resource_index, report):
    ResourcePageFactory(parent=resource_index, title="Another resource")
    carry(ResourcePageFactory, resource_index, report, title="A resource")
    assert search("weir heron").titles == ["A resource"]


def test_quoted_phrase_is_found_in_a_file(search, resource_index, report):
    carry(ResourcePageFactory, resource_index, report, title="A resource")
    assert search('"heron what she saw"').hits[0].file_address == f"{report.url}#page=7"
    assert search('resource "ask the heron"').titles == ["A resource"]
    results = search('"heron ask the"')
    assert results.titles == ["A resource"]
    assert results.notice == "No page has “heron ask the”. These have others of your words."


def test_words_of_page_and_file_are_found_together(search, resource_index, report):
    carry(ResourcePageFactory, resource_index, report, title="Otters and kingfishers")
    (hit,) = search("kingfisher heron").hits
    assert hit.file_address == f"{report.url}#page=7"


@pytest.mark.parametrize("state", ["draft", "withdrawn", "private", "uncarried", "stopped", "unread"])
def test_file_that_is_not_public_is_not_found(search, news_index, report, state):
    if state != "uncarried":
        page = carry(NewsPageFactory, news_index, report, live=state != "draft")
    if state == "withdrawn":
        page.unpublish()
    elif state == "private":
        page.view_restrictions.create(restriction_type="login")
    elif state == "stopped":
        inspection = DocumentInspection.objects.get()
        inspection.hidden |= {"covered": [{"page": 7, "text": "heron"}]}
        inspection.save()
    elif state == "unread":
        report.request_inspection()
    results = search("heron")
    assert results.hits == []
    assert "The report" not in results.soup.get_text()
    assert not FilePage.objects.exists()


def test_file_of_another_site_is_not_found(search, home, report):
    other = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other board", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    carry(StandardPageFactory, other, report)
    assert search("heron").hits == []


def test_file_of_two_pages_is_indexed_once_and_deleted_with_the_last(search, resource_index, report):
    pages = [carry(ResourcePageFactory, resource_index, report, title=title) for title in ("One", "Two")]
    assert set(search("heron").titles) == {"One", "Two"}
    assert FilePage.objects.count() == 7
    pages[0].unpublish()
    assert search("heron").titles == ["Two"]
    pages[1].unpublish()
    assert not IndexedFile.objects.exists()


def test_changed_title_and_new_bytes_are_found(search, resource_index, report):
    carry(ResourcePageFactory, resource_index, report, title="A resource")
    report.title = "The review"
    report.save()
    assert search("heron").hits[0].file == "page 7 of The review"
    replace_by_two_people(report, pdfs.tagged("An owl"))
    # It is not known yet what the new bytes give away.
    assert search("heron").hits == []
    inspect_document(BoardDocument.objects.get())
    assert search("owl").hits[0].file == "page 1 of The review"
