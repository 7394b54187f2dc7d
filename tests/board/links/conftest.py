"""A remote server that links can lead to."""

import pytest

from tests.board.engines.linkcheck.server import running


@pytest.fixture
def remote():
    with running() as server:
        yield server
