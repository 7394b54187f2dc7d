import pytest
from django.core.exceptions import ValidationError

from board.blocks.base import exactly_one
from board.blocks.link_text import LinkTextBlock, is_vague


@pytest.mark.parametrize(
    "words",
    [
        "here",
        "Here.",
        "Click here",
        "click  here!",
        "Please click here",
        "Find out more",
        "Find out more.",
        "Further details, here",
        "To find out more click here",
        "Read more…",
        "More",
        "For more about our work this week, click here",
        "this link",
    ],
)
def test_meaningless_words_are_vague(words):
    assert is_vague(words)


@pytest.mark.parametrize(
    "words",
    [
        "Neglect: a guide for schools",
        "What to do if you are worried, and who is here to help",
        "There is more to do: annual report",
        "Find out more about neglect",
        "Seymour review",
        "",
    ],
)
def test_meaningful_words_are_not_vague(words):
    assert not is_vague(words)


def test_vague_words_are_refused_with_the_reason():
    with pytest.raises(ValidationError, match="Say what the link leads to"):
        LinkTextBlock().clean("click here")


def test_vague_words_are_valid_in_draft():
    assert LinkTextBlock().clean_deferred("click here") == "click here"


@pytest.mark.parametrize(("value", "failing"), [({}, True), ({"a": 1, "b": 1}, True), ({"a": 1}, False)])
def test_exactly_one_reports_error_on_both_fields(value, failing):
    errors = exactly_one(value, "a", "b", "One of the two.")
    assert set(errors) == ({"a", "b"} if failing else set())
