import pikepdf
import pytest

from board.engines.pdfinspect.hidden_information import find_hidden_information


@pytest.fixture
def find_hidden(tmp_path):
    """Return a function that returns the hidden information in bytes."""

    def find(content, **options):
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        with pikepdf.open(path) as pdf:
            return find_hidden_information(path, pdf, **options)

    return find
