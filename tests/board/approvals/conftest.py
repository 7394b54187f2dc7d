"""The statements of the tests of publishing."""

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
