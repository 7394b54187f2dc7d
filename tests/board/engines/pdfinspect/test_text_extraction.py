import pytest

from board.engines.pdfinspect.text_extraction import normalise_text


@pytest.mark.parametrize(
    ("raw", "normalised"),
    [
        ("e\ufb03cient", "efficient"),
        ("safe\ufffe\nguarding", "safe\nguarding"),
        ("a\x00b\x02c", "a b c"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("  much   space \r\n\r\n here ", "much space\nhere"),
    ],
)
def test_normalised_text_is_fit_for_any_database(raw, normalised):
    assert normalise_text(raw) == normalised
