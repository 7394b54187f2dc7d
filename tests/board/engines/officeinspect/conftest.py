import pytest

from board.engines.officeinspect.child import inspect


@pytest.fixture
def find(tmp_path):
    """Return a function that returns what is found in bytes, without what is empty."""

    def find_in(content):
        path = tmp_path / "file"
        path.write_bytes(content)
        facts = inspect(path)
        assert facts["state"] == "read"
        return {name: value for name, value in facts["hidden"].items() if value}

    return find_in
