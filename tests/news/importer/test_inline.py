"""Links, bold words, addresses and sentences within a line."""

import pytest

from news.importer.builder import rich_text
from news.importer.inline import sentence_spans
from tests.news.importer.reading import read, said_of


def test_full_stop_after_abbreviation_ends_no_sentence():
    line = "At St. Mary’s, e.g. upstairs. Then\u00a0home!\u00a0 By 10.30."
    assert [line[start:end] for start, end in sentence_spans(line)] == [
        "At St. Mary’s, e.g. upstairs.",
        "Then\u00a0home!",
        "By 10.30.",
    ]


def test_paragraph_keeps_its_links():
    line = "See www.example.org/a, or [our guide](https://example.org/b) & facebook.com/otters. Write to a@example.org."
    item = read(line)
    assert rich_text(item.blocks) == (
        '<p>See <a href="https://www.example.org/a">www.example.org/a</a>, or <a href="https://example.org/b">our '
        'guide</a> &amp; <a href="https://facebook.com/otters">facebook.com/otters</a>. Write to a@example.org.</p>'
    )
    assert "words that say where they lead: www.example.org/a, facebook.com/otters" in said_of(item)


@pytest.mark.parametrize("url", ["/local.aspx", "javascript:alert(1)", "data:text/html,x", "file:///etc", "#top"])
def test_link_that_leads_nowhere_becomes_its_words_and_is_noted(url):
    item = read(f"See [our guide]({url}) now.")
    assert rich_text(item.blocks) == "<p>See our guide now.</p>"
    assert f"“our guide” led to {url}" in said_of(item)
