"""The search for covered text is limited by the processor, not by the clock, and goes on where it ended."""

import time

import pytest

from bench.pdfs.parts import drawn
from board.engines.inspection.child_process import ChildResult, read_lines
from board.engines.pdfinspect import process, resource_limits
from board.engines.pdfinspect.child import report
from board.engines.pdfinspect.search_progress import processor_budget
from tests.board.engines.pdfinspect.drawing import BOX, SECRET

PAGES = 6


@pytest.fixture
def path(tmp_path):
    """A file of six pages; the last gives something away."""

    def draw(canvas):
        for number in range(1, PAGES + 1):
            canvas.drawString(100, 700, SECRET if number == PAGES else "Nothing is hidden here")
            if number == PAGES:
                canvas.rect(*BOX, fill=1)
            canvas.showPage()

    path = tmp_path / "report.pdf"
    path.write_bytes(drawn(draw))
    return path


@pytest.fixture
def children(monkeypatch):
    """
    What becomes of each child in turn, in place of real ones: how many lines it writes, and how it ends.

    Those after the last in the list end by themselves.
    """
    children = []
    ended = []

    def start_child(path, extractor, first_index=0, *, wall_seconds):
        lines = list(report(path, extractor, first_index, deadline=time.process_time() + 60))
        number, how = children.pop(0) if children else (len(lines), {})
        result = ChildResult(lines[:number], **{"processor_seconds": 0.5, **how})
        ended.append((first_index, result))
        return result

    monkeypatch.setattr(process, "start_child", start_child)
    return children, ended


STOPPED_BY_THE_CLOCK = {"has_failed": True, "is_out_of_time": True}
ENDED_BY_THE_FILE = {"has_failed": True}


def test_busy_machine_never_makes_a_file_one_that_could_not_be_looked_at(path, children):
    ends, ended = children
    # Stopped before anything is known; then after two pages, after none, and after one.
    ends += [(0, STOPPED_BY_THE_CLOCK), (3, STOPPED_BY_THE_CLOCK), (0, STOPPED_BY_THE_CLOCK), (1, STOPPED_BY_THE_CLOCK)]
    inspection = None
    for _ in range(9):
        inspection = process.inspect_pdf(path, inspection, wall_seconds=1e-9)
        if inspection.is_finished:
            break
        assert not inspection.hidden or inspection.hidden["not_examined"] == []
    assert [first for first, _ in ended] == [0, 0, 2, 2, 3]
    assert (inspection.state, len(inspection.pages)) == ("read", PAGES)
    assert inspection.hidden["covered"] == [{"page": PAGES, "text": SECRET}]
    assert (inspection.hidden["not_examined"], inspection.hidden["not_searched"]) == ([], [])


def test_search_goes_on_within_the_time_of_who_asks(path, children):
    ends, ended = children
    ends += [(3, STOPPED_BY_THE_CLOCK), (2, STOPPED_BY_THE_CLOCK)]
    inspection = process.inspect_pdf(path, wall_seconds=60)
    assert inspection.is_finished
    assert [first for first, _ in ended] == [0, 2, 4]
    assert inspection.hidden["covered"] == [{"page": PAGES, "text": SECRET}]


def test_page_that_ends_a_child_is_named_and_loses_no_other(path, children):
    ends, _ = children
    ends += [(4, ENDED_BY_THE_FILE)]
    inspection = process.inspect_pdf(path, wall_seconds=60)
    assert inspection.hidden["covered"] == [{"page": PAGES, "text": SECRET}]
    assert (inspection.hidden["not_searched"], inspection.hidden["not_examined"]) == ([4], ["covered"])
    assert len(inspection.pages) == PAGES


def test_processor_time_is_scaled_by_pages_and_ends_the_search(path, children, monkeypatch):
    assert processor_budget(240) > 3 * processor_budget(10) / 2
    monkeypatch.setattr(resource_limits, "PROCESSOR_SECONDS", 5)
    ends, ended = children
    ends += [(2, {"has_failed": True, "is_out_of_time": True, "processor_seconds": 4.0})] * 9
    inspection = process.inspect_pdf(path, wall_seconds=60)
    assert inspection.is_finished
    assert len(ended) == 3
    assert inspection.hidden["not_examined"] == ["covered"]


def test_page_that_takes_too_much_alone_is_named(path, tmp_path, monkeypatch):
    # As if half of a child's time were over at once.
    monkeypatch.setattr(resource_limits, "SEARCH_SECONDS", 0)
    lines = list(report(path, "pdfium", deadline=time.process_time() - 1))
    assert [line["page"]["is_examined"] for line in lines if "page" in line] == [False] * PAGES


def test_last_line_of_a_child_that_died_may_be_cut():
    assert read_lines(b'{"facts": {}}\n{"page": {"numb') == [{"facts": {}}]
