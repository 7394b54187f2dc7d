"""The query parser: concepts, synonyms and expressions."""

import pytest

from search.models import Synonym
from search.query.expression import Concept, Phrase, all_of, any_of, most_of
from search.query.query_parser import MAX_CHARACTERS, MAX_WORDS, clean_query, parse_query
from search.query.synonyms import Synonyms, collect_synonyms

NO_SYNONYMS = Synonyms({}, {})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  worried   about\ta child ", "worried about a child"),
        ("nul\x00byte", "nul byte"),
        ("\ud800", ""),
        ("\u202e \u200b", ""),
        ("ﬁnd", "find"),
        ("a" * 1000, "a" * MAX_CHARACTERS),
    ],
)
def test_query_is_cleaned(typed, shown):
    assert clean_query(typed) == shown


def parsed(text):
    return [concept.typed for concept in parse_query(text, NO_SYNONYMS)]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("the neglect of children", ["neglect", "children"]),
        ("what is it", ["what", "is", "it"]),
        ('"what is it" neglect', ["what is it", "neglect"]),
        ("“two words” and 'one'", ["two words", "one"]),
        ('an open "mark', ["open", "mark"]),
        ('"single"', ["single"]),
        ("neglect NEGLECT neglected", ["neglected"]),
        ("title:heron OR -x", ["title", "heron", "x"]),
        ("… * !", []),
    ],
)
def test_query_is_parsed_into_words_and_phrases(text, concepts):
    assert parsed(text) == concepts


def test_words_beyond_the_most_are_ignored():
    assert len(parsed(" ".join(f"word{n}x" for n in range(50)))) == MAX_WORDS


def group(*words):
    return [Synonym.parse(word) for word in words]


class TestSynonyms:
    synonyms = collect_synonyms(
        [
            group("CSE", "child sexual exploitation", "grooming"),
            group("PREVENT", "extremism"),
            group("grooming", "luring"),
        ]
    )

    def phrases(self, text):
        (concept,) = parse_query(text, self.synonyms)
        return [" ".join(phrase.terms) for phrase in concept.phrases]

    def test_each_synonym_finds_the_others(self):
        assert self.phrases("cse") == ["cse", "child sexual exploit", "groom"]
        assert self.phrases("children’s sexual exploitation")[0] == "child sexual exploit"
        assert self.phrases("extremism") == ["extrem", "prevent"]

    def test_member_of_two_groups_has_the_synonyms_of_both(self):
        assert self.phrases("groomed") == ["groom", "cse", "child sexual exploit", "lure"]

    def test_synonym_in_capitals_matches_the_exact_word(self):
        assert self.phrases("Prevent") == ["prevent", "extrem"]
        assert self.phrases("prevention") == ["prevent"]

    def test_typed_phrase_is_loose_and_its_synonyms_are_not(self):
        (concept,) = parse_query("child sexual exploitation", self.synonyms)
        assert (concept.phrases[0].is_loose, concept.phrases[1].is_loose) == (True, False)

    def test_quoted_phrase_has_no_synonyms(self):
        (concept,) = parse_query('"child sexual exploitation"', self.synonyms)
        assert concept.is_quoted

    def test_phrase_in_capitals_has_no_exact_word(self):
        assert Synonym.parse("NHS") == Synonym(("nhs",), "nhs")
        assert Synonym.parse("NHS TRUST").exact_word == ""


def words(*names):
    return tuple(Concept((Phrase((name,)),), typed=name) for name in names)


def test_expressions_for_all_any_and_most_concepts():
    three = words("a", "b", "c")
    assert len(all_of(three).alternatives) == 1
    assert any_of(three).alternatives == tuple((concept,) for concept in three)
    assert {tuple(c.typed for c in concepts) for concepts in most_of(three).alternatives} == {
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    }
    assert most_of(words("a", "b")) is None
    assert most_of(words(*"abcdefgh")) is None
