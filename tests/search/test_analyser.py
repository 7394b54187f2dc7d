"""The analyser: how text becomes terms."""

import pytest

from search.analyser import MAX_LENGTH, term_line, term_of, terms


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
        ("Zo\u0308lander", "Zölander"),
        ("Zebra\u00adnopolis", "zebranopolis"),
        ("ｗｅｉｒ", "weir"),
        ("Łukasz", "lukasz"),
        ("٤٧", "47"),
        ("referral", "refer"),
        ("policies", "policy"),
        ("women", "woman"),
    ],
)
def test_forms_of_a_word_share_a_term(one, other):
    assert term_of(one) == term_of(other)


@pytest.mark.parametrize(("one", "other"), [("care", "career"), ("abuse", "absence"), ("2024", "2025"), ("no", "not")])
def test_different_words_have_different_terms(one, other):
    assert term_of(one) != term_of(other)


def test_text_is_analysed_into_terms():
    text = "Multi-agency work: don’t wait, ring 0800 1111!"
    ordered = ["multi", "agenc", "work", "dont", "wait", "ring", "0800", "1111"]
    assert terms(text) == ordered
    assert term_line(text) == f" multiag 08001111 = {' '.join(ordered)} "
    assert term_line("A child") == " a child "
    assert term_line("…") == ""
    assert len(terms("a" * 500)[0]) <= MAX_LENGTH
