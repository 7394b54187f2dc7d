"""The lines of an item become its title and blocks, and nothing is lost or silent."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from board.textfiles import TextFileError
from news.importer.builder import rich_text
from news.importer.parsed_item import (
    Paragraph,
)
from news.importer.parser import parse_item, parse_list
from tests.news.importer.reading import items_of, read, said_of


@pytest.mark.parametrize("repeat", ["Heron\u00a0on the lake", "Heron on  the lake \u00a0"])
def test_repeated_heading_is_dropped(repeat):
    assert items_of("news item", "Heron on the lake", repeat, "Text.")[0].blocks == (Paragraph("Text."),)


def test_longer_repeat_of_heading_becomes_a_heading():
    item = parse_item("Heron", ["Heron and egret", "Text."])
    assert item.blocks == (Paragraph("Heron and egret", "h2"), Paragraph("Text."))


@pytest.mark.parametrize("first", ["Heron is back.", "Heron is back. So is spring", "Herons return", "Egret"])
def test_paragraph_that_starts_like_the_title_is_no_heading(first):
    assert parse_item("Heron", [first, "Text."]).blocks[0] == Paragraph(first)


def test_spaces_quotes_and_dashes_within_lines_are_kept():
    words = "“It’s\u00a0late”, for 12–15 year olds\u2009\u2014 said\u00a0 one"
    assert parse_item("Heron", [words]).blocks == (Paragraph(words),)


def test_repeat_in_small_letters_is_the_title_of_a_heading_in_capitals():
    item = parse_item("OTTER WEEK", ["Otter Week", "Text."])
    assert (item.heading, item.title, item.blocks) == ("OTTER WEEK", "Otter Week", (Paragraph("Text."),))
    assert "in capitals" in said_of(parse_item("OTTER WEEK", ["Text."]))


@pytest.mark.parametrize("mark", ["## ", "• ", "> ", "**"])
def test_marks_before_a_heading_are_no_part_of_it(mark):
    assert parse_item(f"{mark}Heron{mark.strip() if mark == '**' else ''}", ["Text."]).title == "Heron"


def test_heading_that_names_a_document_or_a_day_is_noted():
    assert "upload the documents" in said_of(parse_item("Otter review (PDF)", []))
    assert "check the title: it begins with a date" in said_of(parse_item("12 March 2018 – otters", []))
    assert "gives no words" in said_of(parse_item('<img src="otter.png">', []))


def test_wrong_letters_are_noted():
    assert "check the letters “â€™”" in said_of(read("The otterâ€™s river"))


@pytest.mark.parametrize("words", ["long " * 80, "First sentence. " + "long " * 80, "x" * 300])
def test_long_heading_is_shortened_noted_and_stops_nothing(words):
    before, item, after = parse_list(f"news item\nHeron\nnews item\n{words}\nText.\nnews item\nOtter").items
    assert (before.title, after.title) == ("Heron", "Otter")
    assert len(item.title) <= 255
    assert item.blocks[0].text == words.strip() == item.heading
    assert "check the title: the heading on line 4 is longer than 255 characters" in said_of(item)


def test_item_that_no_rule_can_read_stops_no_other(monkeypatch):
    def broken(heading, *rest):
        if heading == "Heron":
            raise RecursionError
        return parse_item(heading, *rest)

    monkeypatch.setattr("news.importer.parser.parse_item", broken)
    heron, otter = parse_list("news item\nHeron\nText.\nnews item\nOtter").items
    assert heron.blocks == (Paragraph("Heron"), Paragraph("Text."))
    assert "could not be read" in said_of(heron)
    assert otter.title == "Otter"


PIECES = st.sampled_from(
    [
        "news item",
        "Posted on ",
        "12 March 2018",
        ", 10am",
        "(PDF)",
        "[",
        "](",
        ")",
        "**",
        "<p>",
        "&amp;",
        "• ",
        "1. ",
        "\t",
        "said: “",
        "”",
        "ENDS",
        "Statement from ",
        "click here",
        "https://example.org/",
        "Source: ",
        "\u00a0",
        "\u200f",
        "\n",
        " ",
    ]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join))
@example("<a href='x'>" * 50)
@example("news item\n[[**](<p>\t\t|")
def test_whatever_a_list_holds_it_is_read_or_refused(text):
    try:
        parsed = parse_list(f"news item\nHeron\n{text}", "list.txt")
    except TextFileError:
        return
    for item in parsed.items:
        assert 0 < len(item.title) <= 255
        rich_text(block for block in item.blocks if isinstance(block, Paragraph))
