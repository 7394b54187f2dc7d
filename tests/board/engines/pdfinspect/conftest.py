import pytest

from bench.pdf_hidden import found_in


@pytest.fixture
def find_hidden(tmp_path):
    """Return a function that returns the hidden information in bytes."""
    return lambda content: found_in(content, tmp_path)
