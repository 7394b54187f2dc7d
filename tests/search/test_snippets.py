"""The piece that shows why a text was found."""

import pytest

from search.query.expression import Concept, Phrase
from search.snippets import LENGTH, extract_of


def concept(*phrases, **kind):
    return Concept(tuple(Phrase(tuple(phrase.split()), **kind) for phrase in phrases))


def marked(text, *concepts):
    return [piece for piece, is_word in extract_of(text, concepts).pieces if is_word]


def shown(text, *concepts):
    return "".join(piece for piece, _ in extract_of(text, concepts).pieces)


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
def test_every_form_of_a_word_is_marked(text, term, words):
    assert marked(text, concept(term)) == words


def test_the_words_of_a_phrase_are_marked_where_they_follow_one_another():
    assert marked("sexual harm; sexual exploitation of a child", concept("sexual exploit")) == ["sexual exploitation"]
    assert marked("sexual harm; exploitation", concept("sexual exploit", is_loose=True)) == ["sexual", "exploitation"]


def test_the_beginning_of_a_word_marks_it():
    assert marked("the trafficking of people", concept("traff", is_prefix=True)) == ["trafficking"]


def test_the_piece_holds_most_of_the_words():
    text = "A heron. " + "Nothing. " * 60 + "At the weir stood a heron in the rain. " + "Nothing. " * 60
    piece = shown(text, concept("heron"), concept("weir"), concept("rain"))
    assert "At the weir stood a heron in the rain." in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) <= LENGTH + 4


def test_a_text_without_the_words_shows_its_beginning():
    assert shown("Nothing to see", concept("heron")) == "Nothing to see"
    assert extract_of("", (concept("heron"),)).pieces == ()


def test_a_long_word_is_not_lost():
    assert shown("x" * 1000 + " heron", concept("heron"))


def test_many_words_are_no_burden():
    assert extract_of("heron " * 50_000, (concept("heron"),)).in_piece == 1
