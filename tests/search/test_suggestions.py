"""Suggestions for words that no page has."""

import pytest

from search.query.suggestions import PREFIX_DISTANCE, TWO_WORDS_DISTANCE, containing_words, near_words

VOCABULARY = ["safeguarding", "safeguard", "neglect", "family", "agency", "multi", "knife", "annual", "children"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("safegaurding", "safeguarding"),
        ("safgarding", "safeguarding"),
        ("neglct", "neglect"),
        ("famly", "family"),
        ("gnife", "knife"),
        ("anual", "annual"),
        ("multiagency", "multi agency"),
        ("chidlren", "children"),
    ],
)
def test_misspelling_gets_the_nearest_word(typed, meant):
    assert near_words(typed, VOCABULARY)[0].text == meant


@pytest.mark.parametrize("typed", ["cat", "zzzz", "xylophone", "fmly", "hits", "thier", "zqagency"])
def test_distant_word_gets_no_suggestion(typed):
    assert near_words(typed, [*VOCABULARY, "its", "their", "bits"]) == []


def test_known_word_gets_no_suggestion():
    assert near_words("neglct", VOCABULARY, is_known=True) == []


def test_prefix_is_not_a_correction():
    (suggestion, *_) = near_words("safeg", VOCABULARY)
    assert (suggestion.distance, suggestion.is_correction) == (PREFIX_DISTANCE, False)
    assert suggestion.concepts[0].phrases[0].is_prefix


def test_two_words_written_as_one_are_split():
    assert near_words("multiagency", VOCABULARY)[0].distance == TWO_WORDS_DISTANCE


def test_part_within_words_finds_them():
    (suggestion,) = containing_words("guard", VOCABULARY)
    assert {phrase.terms for phrase in suggestion.concepts[0].phrases} == {("safeguard",)}
    assert containing_words("gua", VOCABULARY) == []
