"""What a page contributes to the search index."""

import pytest

from board.basepage.search_data import BETWEEN_BLOCKS, get_search_files, get_search_text
from board.media.models import DocumentInspection
from tests.board.engines.pdfinspect import pdfs
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.files import make_document


def test_text_joins_blocks_without_title_and_summary(home):
    body = [{"type": "text", "value": f"<p>{words}</p>"} for words in ("Herons wade.", "Egrets too.")]
    page = StandardPageFactory(parent=home, title="Birds", summary="Of the marsh.", body=body)
    assert get_search_text(page) == f"Herons wade.{BETWEEN_BLOCKS}Egrets too."


@pytest.mark.parametrize("empty", ["", " "])
def test_empty_block_is_left_out(home, empty):
    body = [{"type": "text", "value": words} for words in ("<p>Herons wade.</p>", empty)]
    assert get_search_text(StandardPageFactory(parent=home, body=body)) == "Herons wade."


def test_files_waiting_to_be_read_are_left_out(news_index, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report, waiting = (make_document(pdfs.tagged(words), f"{words}.pdf") for words in ("one", "two"))
    DocumentInspection.objects.filter(document=waiting).update(state=DocumentInspection.State.WAITING)
    body = [{"type": "pdf_document", "value": {"title": "R", "document": file.pk}} for file in (report, waiting)]
    (search_file,) = get_search_files(NewsPageFactory(parent=news_index, body=body))
    assert search_file.document == report
    assert search_file.pages == [(1, "one")]
    inspected_at = report.inspection.inspected_at.isoformat()
    assert search_file.version == f"{report.file_hash} {inspected_at} Report"
