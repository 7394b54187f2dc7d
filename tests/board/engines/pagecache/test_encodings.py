"""Which content coding is used, and for which types."""

import pytest

from board.engines.pagecache.encodings import BROTLI, GZIP, IDENTITY, encoding_for, is_compressible


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip;q=0.5, br;q=0.5", BROTLI),
        ("gzip;q=0.6, br;q=0.5", GZIP),
        ("*;q=0", IDENTITY),
        ("*;q=0.5, br;q=0", GZIP),
        ("identity;q=0.5, gzip;q=0.5", GZIP),
        ("identity;q=0.6, gzip;q=0.5", IDENTITY),
        ("GZIP; q=1.000", GZIP),
        ("gzip;q=1.1", IDENTITY),
        ("gzip;q=0.000", IDENTITY),
    ],
)
def test_preferred_encoding_is_chosen(accepted, encoding):
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/html; charset=utf-8", True),
        ("application/atom+xml", True),
        ("application/json", True),
        ("image/svg+xml", True),
        ("text/event-stream", False),
        ("application/pdf", False),
        ("image/png", False),
        ("", False),
    ],
)
def test_text_types_are_compressible_and_others_are_not(content_type, expected):
    assert is_compressible(content_type) is expected
