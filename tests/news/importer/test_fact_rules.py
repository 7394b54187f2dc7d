"""Facts about an item that are no words of it."""

import datetime as dt

import pytest

from news.importer.parsed_item import (
    Paragraph,
    ParsedLink,
)
from news.importer.parser import parse_item
from tests.news.importer.reading import read, said_of


@pytest.mark.parametrize(
    "line",
    [
        "Posted on 12 March 2018",
        "Posted on: 12/03/2018",
        "Published: 12th March 2018 by Jane",
        "Date posted: 12 Mar 2018",
        "Posted by admin on 12 March 2018",
        "Submitted by admin on Mon, 12/03/2018 - 14:30",
    ],
)
def test_day_of_publication_is_no_title_and_no_paragraph(line):
    for item in (parse_item(line, ["Heron", "Text."]), parse_item("Heron", [line, "Text."])):
        assert (item.title, item.date, item.blocks) == ("Heron", dt.date(2018, 3, 12), (Paragraph("Text."),))


def test_day_of_publication_at_the_end_of_a_heading_is_taken():
    item = parse_item("Heron – what next? – Posted 12/03/2018 by admin", ["Text."])
    assert (item.title, item.date) == ("Heron – what next?", dt.date(2018, 3, 12))
    assert item.heading.endswith("by admin")
    assert "“by admin” was left out" in said_of(item)
    assert parse_item("Heron | Posted: 12 Mar 2018 | Category: Birds", []).title == "Heron"


@pytest.mark.parametrize("gap", ["  ", " ", "\t", " | ", "; ", ", "])
def test_source_and_date_on_a_line_are_two_facts(gap):
    item = read(f"Source: Otter Trust{gap}Date: 25 October 2017")
    assert (item.blocks, item.date) == ((ParsedLink(source="Otter Trust"),), dt.date(2017, 10, 25))
    assert "check the date: the list says “Date: 25 October 2017”" in said_of(item)


@pytest.mark.parametrize("line", ["Posted on 31 February 2018", "Posted on 1 January 2099"])
def test_impossible_day_of_publication_is_noted(line):
    item = read(line)
    assert item.date is None
    assert "check the date" in said_of(item)


@pytest.mark.parametrize("line", ["Category: Training", "Author: admin", "Tags: a, b", "Last updated: 3 May 2018"])
def test_fact_that_is_left_out_is_noted(line):
    item = read(line, "Text.")
    assert item.blocks == (Paragraph("Text."),)
    assert f"“{line}” was left out" in said_of(item)
