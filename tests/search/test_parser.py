"""How words are taken apart, and what is made of what was typed; no database is asked."""

import pytest

from search.analyser import MAX_LENGTH, term_line, term_of, terms
from search.query.expression import Concept, Phrase, all_of, any_of, most_of
from search.query.parser import MAX_CHARACTERS, MAX_WORDS, cleaned, concepts_of
from search.query.suggestions import AS_PREFIX, AS_TWO, guesses, within
from search.query.synonyms import Member, Synonyms, member_of, synonyms_of

pytestmark = pytest.mark.postgresql("The search has an engine for each database.")

NOTHING = Synonyms({}, {})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("safeguard", "Safeguarding"),
        ("child", "CHILDREN"),
        ("child", "child’s"),
        ("obrien", "O’Brien"),
        ("jose", "José"),
        ("siân", "Sian"),
        ("ﬁnd", "find"),
        ("referral", "refer"),
        ("policies", "policy"),
        ("women", "woman"),
    ],
)
def test_forms_of_a_word_have_one_term(one, other):
    assert term_of(one) == term_of(other)


@pytest.mark.parametrize(("one", "other"), [("care", "career"), ("abuse", "absence"), ("2024", "2025"), ("no", "not")])
def test_other_words_have_others(one, other):
    assert term_of(one) != term_of(other)


def test_a_text_is_taken_apart():
    assert terms("Multi-agency work: don’t wait, ring 0800 1111!") == [
        "multi", "agenc", "work", "dont", "wait", "ring", "0800", "1111",
    ]  # fmt: skip
    assert term_line("A child") == " a child "
    assert term_line("…") == ""
    assert len(terms("a" * 500)[0]) <= MAX_LENGTH


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
def test_what_was_typed_is_made_harmless(typed, shown):
    assert cleaned(typed) == shown


def typed_as(text, synonyms=NOTHING):
    return [concept.typed for concept in concepts_of(text, synonyms)]


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
def test_words_and_phrases_are_told_apart(text, concepts):
    assert typed_as(text) == concepts


def test_no_more_words_than_anybody_types():
    assert len(typed_as(" ".join(f"word{n}x" for n in range(50)))) == MAX_WORDS


def group(*words):
    return [member_of(word) for word in words]


class TestSynonyms:
    """Words that mean the same."""

    synonyms = synonyms_of(
        [
            group("CSE", "child sexual exploitation", "grooming"),
            group("PREVENT", "extremism"),
            group("grooming", "luring"),
        ]
    )

    def phrases(self, text):
        (concept,) = concepts_of(text, self.synonyms)
        return [" ".join(phrase.terms) for phrase in concept.phrases]

    def test_each_finds_the_others(self):
        assert self.phrases("cse") == ["cse", "child sexual exploit", "groom"]
        assert self.phrases("children’s sexual exploitation")[0] == "child sexual exploit"
        assert self.phrases("extremism") == ["extrem", "prevent"]

    def test_one_in_two_groups_has_both(self):
        assert self.phrases("groomed") == ["groom", "cse", "child sexual exploit", "lure"]

    def test_a_word_in_capitals_is_meant_exactly(self):
        assert self.phrases("Prevent") == ["prevent", "extrem"]
        assert self.phrases("prevention") == ["prevent"]

    def test_the_words_of_a_phrase_may_stand_apart(self):
        (concept,) = concepts_of("child sexual exploitation", self.synonyms)
        assert (concept.phrases[0].is_loose, concept.phrases[1].is_loose) == (True, False)

    def test_quotation_marks_ask_for_no_others(self):
        (concept,) = concepts_of('"child sexual exploitation"', self.synonyms)
        assert concept.is_quoted

    def test_capitals_count_in_single_words_alone(self):
        assert member_of("NHS") == Member(("nhs",), "nhs")
        assert member_of("NHS TRUST").exactly == ""


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
def test_slips_are_seen(typed, meant):
    assert guesses(typed, VOCABULARY)[0].words == meant


@pytest.mark.parametrize("typed", ["cat", "zzzz", "xylophone", "fmly", "hits", "thier", "zqagency"])
def test_what_is_too_far_off_or_says_nothing_is_no_slip(typed):
    assert guesses(typed, [*VOCABULARY, "its", "their", "bits"]) == []


def test_a_known_word_is_no_slip():
    assert guesses("neglct", VOCABULARY, is_known=True) == []


def test_the_beginning_of_a_word_is_no_mistake():
    (guess, *_) = guesses("safeg", VOCABULARY)
    assert (guess.distance, guess.is_spelling) == (AS_PREFIX, False)
    assert guess.concepts[0].phrases[0].is_prefix


def test_two_words_written_as_one_are_told():
    assert guesses("multiagency", VOCABULARY)[0].distance == AS_TWO


def test_a_part_within_words_is_found():
    (guess,) = within("guard", VOCABULARY)
    assert {phrase.terms for phrase in guess.concepts[0].phrases} == {("safeguard",)}
    assert within("gua", VOCABULARY) == []


def words(*names):
    return tuple(Concept((Phrase((name,)),), typed=name) for name in names)


def test_ways_to_ask():
    three = words("a", "b", "c")
    assert len(all_of(three).ways) == 1
    assert any_of(three).ways == tuple((concept,) for concept in three)
    assert {tuple(c.typed for c in way) for way in most_of(three).ways} == {("a", "b"), ("a", "c"), ("b", "c")}
    assert most_of(words("a", "b")) is None
    assert most_of(words(*"abcdefgh")) is None
