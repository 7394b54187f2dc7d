"""The statements that the tests of publishing make."""

from tests.board.publishing.conftest import (  # noqa: F401
    approved,
    at_the_chair,
    deputy,
    document,
    everyone_to,
    media,
    second_moderator,
    statement,
)
