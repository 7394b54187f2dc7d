import io

import pikepdf
import pytest

from bench.pdfs.parts import appended
from board.engines.pdfinspect.incremental_updates import count_incremental_updates
from tests.board.engines.pdfinspect.drawing import line


def test_each_incremental_update_counts(find_hidden):
    content = line()
    assert find_hidden(content)["earlier_revisions"] == 0
    for number in range(1, 4):
        content = appended(content, {90 + number: b"(changed)"})
        assert find_hidden(content)["earlier_revisions"] == number


def test_linearized_file_has_none_and_counts_its_updates(tmp_path):
    path = tmp_path / "file.pdf"
    with pikepdf.open(io.BytesIO(line())) as pdf:
        pdf.save(path, linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert count_incremental_updates(path) == 0
    path.write_bytes(appended(path.read_bytes(), {90: b"(changed)"}))
    assert count_incremental_updates(path) == 1


def test_file_with_cross_reference_streams_has_none(tmp_path):
    path = tmp_path / "file.pdf"
    with pikepdf.open(io.BytesIO(line())) as pdf:
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert count_incremental_updates(path) == 0


@pytest.mark.parametrize("end", [b"", b"startxref\n0\n%%EOF", b"startxref\n99999999\n%%EOF", b"trailer"])
def test_damaged_end_ends_the_search(tmp_path, end):
    path = tmp_path / "file.pdf"
    path.write_bytes(b"xref\n0 1\ntrailer <</Prev 0>>\n" + end)
    assert count_incremental_updates(path) == 0
