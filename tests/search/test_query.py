import pytest

from search.query import MAX_CHARACTERS, MAX_WORDS, clean_query


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("neglect", "neglect"),
        ("  worried   about a child ", "worried about a child"),
        ("O’Brien", "O'Brien"),
        ("multi-agency", "multi-agency"),
        ("children’s", "children's"),
        ("Café", "Café"),
        ('say "no"', "say no"),
        ("a OR 1=1 --", "a OR 1 1"),
        ('" OR 1=1 --', "OR 1 1"),
        ("live:false", "live false"),
        ("nul\x00byte", "nul byte"),
        ("\ud800", ""),
        ("*", ""),
        ("   ", ""),
        ("", ""),
        ("<script>", "script"),
        ("ﬁnd", "find"),
    ],
)
def test_words_remain_and_operators_go(typed, words):
    assert clean_query(typed) == words


def test_long_input_is_cut():
    assert len(clean_query("a" * 10_000)) == MAX_CHARACTERS
    assert len(clean_query("ab " * 1_000).split()) == MAX_WORDS
