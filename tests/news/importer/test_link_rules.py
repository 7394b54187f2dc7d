"""Lines and sentences that are links."""

import pytest

from news.importer.lines import styled_lines
from news.importer.link_rules import read_labelled, split_address
from news.importer.parsed_item import (
    Paragraph,
    ParsedDocument,
    ParsedLink,
)
from news.importer.parser import parse_item, read_paragraph
from tests.news.importer.reading import of_kind, read, said_of


@pytest.mark.parametrize(
    ("lines", "block", "taken"),
    [
        (["Further information:\u00a0 Guide (PDF)"], ParsedDocument("Guide"), 1),
        (["FURTHER INFORMATION : Guide (pdf)."], ParsedDocument("Guide"), 1),
        (["Further information: Charity: a guide"], ParsedLink(title="Charity: a guide"), 1),
        (["Further information:", "Guide (PDF)"], ParsedDocument("Guide"), 2),
        (["Source:\u00a0\u00a0 A Trust"], ParsedLink(source="A Trust"), 1),
        (
            ["Further information: the guide, https://example.org/a?b=1"],
            ParsedLink(title="the guide", url="https://example.org/a?b=1"),
            1,
        ),
    ],
)
def test_labelled_line_becomes_a_link(lines, block, taken):
    assert read_labelled(styled_lines(lines)) == ([block], taken)


@pytest.mark.parametrize("lines", [["Source:"], ["Source:", "Further information: x"], ["Source: " + "x" * 256], []])
def test_label_without_fitting_words_stays_text(lines):
    assert read_labelled(styled_lines(lines)) is None


@pytest.mark.parametrize(
    ("line", "blocks"),
    [
        ("More details, here", [ParsedLink(title="More details, here")]),
        ("It is out.\u00a0Find out more.", [Paragraph("It is out."), ParsedLink(title="Find out more.")]),
        ("Find out more. It is out.", [ParsedLink(title="Find out more."), Paragraph("It is out.")]),
        ("It is out. To read it click here", [Paragraph("It is out."), ParsedLink(title="To read it click here")]),
        ("We are here for you.", [Paragraph("We are here for you.")]),
        ("Children come here to play", [Paragraph("Children come here to play")]),
    ],
)
def test_lost_link_keeps_its_words(line, blocks):
    assert read_paragraph(line, []) == blocks


def test_lost_link_of_long_sentence_takes_the_last_words():
    long = "word " * 60
    assert read_paragraph(f"{long}and click here.", []) == [
        Paragraph(f"{long}and"),
        ParsedLink(title="click here."),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "For all of it, click here:\u00a0 sites.google.com/x/y",
            ("For all of it", "https://sites.google.com/x/y", True),
        ),
        ("Please click here: www.example.org", ("Please click here", "https://www.example.org", True)),
        ("Click here: example.org.uk.", ("Click here", "https://example.org.uk", True)),
        ("The guide (http://example.org/a.pdf).", ("The guide", "http://example.org/a.pdf", False)),
        ("www.example.org", ("", "https://www.example.org", True)),
    ],
)
def test_address_at_end_of_sentence_becomes_a_link(words, expected):
    title, url, is_to_check = expected
    found_title, found_url, note = split_address(words)
    assert (found_title, found_url, bool(note)) == expected
    assert is_to_check == (f"check the address {url}" in note)
    assert title == found_title


@pytest.mark.parametrize(
    "words",
    [
        "Write to help@example.org",
        "Write to first.last@example.org.uk",
        "We close at 5.pm",
        "See www.example.org for more of it",
        "https://",
        "www." + "a" * 2000 + ".org",
    ],
)
def test_sentence_without_address_at_its_end_is_no_link(words):
    assert split_address(words) is None


def test_address_within_paragraph_stays_and_is_noted():
    item = parse_item("Heron", ["See www.example.org/birds, or ring us."])
    assert item.blocks[0].text == "See www.example.org/birds, or ring us."
    assert item.notes == ["give the links in the text words that say where they lead: www.example.org/birds"]


def test_sentence_too_long_for_a_title_stays_text_before_its_address():
    long = ("word " * 60).strip()
    text, link = read_paragraph(f"{long}: www.example.org", [])
    assert text == Paragraph(long)
    assert (link.title, link.url) == ("", "https://www.example.org")


@pytest.mark.parametrize(
    "sentence",
    [
        "Click here to download the leaflet.",
        "More words can be found here.",
        "The plan is available here.",
        "To read it, follow this link.",
        "Please click on the link below.",
    ],
)
def test_lost_link_anywhere_in_a_sentence_is_listed(sentence):
    item = read(f"It is out. {sentence} It is late.")
    assert [link.title for link in of_kind(item, ParsedLink)] == [sentence]
    assert sentence in said_of(item)


def test_click_here_before_a_title_gives_the_title():
    [before, link] = read("For all of it click here: Otters in winter.").blocks
    assert (before, link) == (Paragraph("For all of it:"), ParsedLink(title="Otters in winter"))


@pytest.mark.parametrize(
    "line",
    [
        "There is more information in an article by the Otter Trust.",
        "Download the leaflet",
        "Watch the otters.",
        "Please see attached flyer.",
        "The plan is available on our website.",
    ],
)
def test_words_about_a_lost_link_are_noted(line):
    assert "check for a link" in said_of(read(line))


@pytest.mark.parametrize("marker", ["(external link)", "(opens in a new window)", "[video]", "(website, new tab)"])
def test_marker_of_a_link_makes_a_link(marker):
    assert read(f"Otter Trust {marker}").blocks == (ParsedLink(title="Otter Trust"),)


@pytest.mark.parametrize("sentence", ["We are here for you.", "She was born here.", "The bus stops here"])
def test_here_that_is_a_place_is_no_link(sentence):
    item = read(sentence)
    assert (item.blocks, item.notes) == ((Paragraph(sentence),), [])
