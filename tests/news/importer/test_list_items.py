"""What begins an item, and what is its heading."""

import pytest

from board.textfiles import TextFileError
from news.importer.parsed_item import (
    Paragraph,
)
from news.importer.parser import parse_list
from tests.news.importer.reading import items_of


def test_separator_starts_an_item_with_any_line_ends_and_blank_lines():
    for end in ("\n", "\r\n", "\r"):
        lines = ["Latest News", "", "news item", "Heron", "Text.", " NEWS  ITEM \u00a0", "", "", "Curlew\u00a0"]
        items = parse_list(end.join(lines)).items
        assert [(item.title, item.blocks) for item in items] == [("Heron", (Paragraph("Text."),)), ("Curlew", ())]


def test_empty_item_is_skipped():
    assert [item.title for item in items_of("news item", "", "news item", "Heron", "news item")] == ["Heron"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["Latest News", "Heron"], "list.txt has no line “news item”"),
        (["Latest News", "news item", " "], "no item after"),
        (["Latest News", "Words that no item holds", "news item", "Heron"], "line 2 stands before the first"),
    ],
)
def test_list_that_would_lose_words_is_refused_in_one_line(lines, words):
    with pytest.raises(TextFileError) as error:
        items_of(*lines)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "separator",
    ["News item:", "news item 3", "--- News item ---", "**news item**", "<h3>News item</h3>", "# news item"],
)
def test_separator_may_be_marked_and_that_is_said(separator):
    parsed = parse_list(f"Latest News\n{separator}\nHeron\nText.\n{separator}\nOtter\n", "list.txt")
    assert [item.title for item in parsed.items] == ["Heron", "Otter"]
    assert parsed.notes == (f"list.txt, line 2: “{separator}” was read as “news item”, here and below.",)


def test_heading_of_the_separators_own_words_is_a_heading():
    parsed = parse_list("news item\n\nNews Item\n\nText.\nnews item\nHeron", "list.txt")
    assert [item.title for item in parsed.items] == ["News Item", "Heron"]
    assert parsed.notes == ("list.txt, line 3: read as a heading, since the line above it begins the item.",)


def test_item_without_words_is_said():
    parsed = parse_list("news item\n\nnews item\nHeron\n", "list.txt")
    assert parsed.notes == ("list.txt, line 1: an item without words was left out.",)
