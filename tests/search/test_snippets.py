"""Snippets and their highlights."""

import pytest

from search.analyser import term_line
from search.query.expression import Concept, Phrase
from search.snippets import LENGTH, make_snippet


def concept(*phrases, **kind):
    return Concept(tuple(Phrase(tuple(phrase.split()), **kind) for phrase in phrases))


def marked(text, *concepts):
    return [piece for piece, is_word in make_snippet(text, concepts).pieces if is_word]


def shown(text, *concepts):
    return "".join(piece for piece, _ in make_snippet(text, concepts).pieces)


@pytest.mark.parametrize(
    ("text", "term", "words"),
    [
        ("Safeguarding and safeguards", "safeguard", ["Safeguarding", "safeguards"]),
        ("Children’s homes; a child’s home", "child", ["Children’s", "child’s"]),
        ("People and a person", "person", ["People", "person"]),
        ("Men, women; a man", "man", ["Men", "man"]),
        ("José and JOSE", "jose", ["José", "JOSE"]),
        ("O’Brien, OBrien", "obrien", ["O’Brien", "OBrien"]),
        ("career care", "care", ["care"]),
    ],
)
def test_every_form_of_a_word_is_highlighted(text, term, words):
    assert marked(text, concept(term)) == words


def test_words_of_a_phrase_are_highlighted_only_together():
    assert marked("sexual harm; sexual exploitation of a child", concept("sexual exploit")) == ["sexual exploitation"]
    assert marked("sexual harm; exploitation", concept("sexual exploit", is_loose=True)) == ["sexual", "exploitation"]


def test_prefix_highlights_the_whole_word():
    assert marked("the trafficking of people", concept("traff", is_prefix=True)) == ["trafficking"]


def test_snippet_holds_most_of_the_words():
    text = "A heron. " + "Nothing. " * 60 + "At the weir stood a heron in the rain. " + "Nothing. " * 60
    piece = shown(text, concept("heron"), concept("weir"), concept("rain"))
    assert "At the weir stood a heron in the rain." in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) <= LENGTH + 4


def test_text_without_the_words_shows_its_beginning():
    assert shown("Nothing to see", concept("heron")) == "Nothing to see"
    assert make_snippet("", (concept("heron"),)).pieces == ()


def test_very_long_word_does_not_empty_the_snippet():
    assert shown("x" * 1000 + " heron", concept("heron"))


@pytest.mark.parametrize("text", ["a-" * 50_000, "a'" * 50_000, "0 " * 50_000, "1" + ",000" * 25_000])
def test_text_without_spaces_is_read_once(text):
    assert make_snippet(text, (concept("a"), concept("000"))).pieces
    assert term_line(text)


def test_very_long_text_gets_a_snippet():
    assert make_snippet("heron " * 50_000, (concept("heron"),)).concepts_shown == 1
