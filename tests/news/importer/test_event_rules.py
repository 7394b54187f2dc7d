"""Sentences, lines and tables that tell of events."""

import datetime as dt

import pytest

from news.importer.builder import rich_text
from news.importer.event_rules import read_events
from news.importer.parsed_item import (
    Paragraph,
    ParsedEvent,
)
from news.importer.parser import parse_item
from tests.news.importer.reading import LONDON, of_kind, read, said_of


def at(*numbers):
    return dt.datetime(*numbers, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Our stand on Tuesday 13 March\u00a0 Town Hall, 12:00-16:30.", at(2018, 3, 13, 12), at(2018, 3, 13, 16, 30)),
        (
            "Our stand on 13th of March 2019 in the Town Hall, 12.00 – 16.30",
            at(2019, 3, 13, 12),
            at(2019, 3, 13, 16, 30),
        ),
        ("Our stand, Tuesday 13 March 2-4pm, Town Hall", at(2018, 3, 13, 14), at(2018, 3, 13, 16)),
        ("Our stand: Tuesday, 13 March, from 11 to 1pm, at the Town Hall", at(2018, 3, 13, 11), at(2018, 3, 13, 13)),
        ("Our stand on Friday 13 July, Town Hall, 10am", at(2018, 7, 13, 10), None),
    ],
)
def test_event_times_are_local(sentence, start, end):
    [event], _ = read_events(sentence, [2018])
    assert (event.name, event.start, event.end) == ("Our stand", start, end)
    assert event.start.utcoffset() == start.utcoffset()
    assert event.location.removeprefix("the ") == "Town Hall"
    assert event.description == event.note == ""


@pytest.mark.parametrize(
    ("sentence", "years", "reason"),
    [
        ("Our stand on Monday 13 March, Town Hall, 12:00-16:30.", [2018], "the weekday and the date do not agree"),
        ("Our stand on 13 March, Town Hall, 12:00-16:30.", [], "the list gives no year"),
        ("Our stand on 13 March, Town Hall, 12:00-16:30.", [2017, 2018], "the list gives several years"),
        ("Our stand on 31 February, Town Hall, 12:00-16:30.", [2018], "there is no such day"),
        ("Our stand on 13 March, Town Hall, 16:30-12:00.", [2018], "the end is not after the start"),
        ("Our stand on 13 March, Town Hall, 25:00-26:00.", [2018], "there is no such time"),
        ("Our stand on 13 March, Town Hall, 13:75.", [2018], "there is no such time"),
        ("Our stand on 13 March, Town Hall, 14pm.", [2018], "there is no such time"),
        ("Our stand on 13 March, Town Hall, 1.30-3.30.", [2018], "in the morning or the afternoon"),
    ],
)
def test_uncertain_date_stays_empty_and_words_are_kept(sentence, years, reason):
    [event], _ = read_events(sentence, years)
    assert (event.name, event.location, event.start, event.end) == ("Our stand", "Town Hall", None, None)
    assert event.description == sentence
    assert reason in event.note


def test_weekday_chooses_between_years_of_the_text():
    [event], _ = read_events("Our stand on Tuesday 13 March, Town Hall, 12:00.", [2017, 2018])
    assert event.start == at(2018, 3, 13, 12)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is on from 12-18 March, and the hall opens at 10:00.",
        "Our stand on 13 March, 10:00-11:00 and 14:00-15:00, Town Hall.",
        "On 13 March, Town Hall, 10:00-11:00.",
        "x" * 256 + " on 13 March, 10:00, Hall.",
        "Training on 13 March in room 4 of the Town Hall.",
        "Please book by 5pm on 13 March.",
        "The stall is there every Tuesday, 2-4pm, from 13 March.",
        "The walk starts w/c 13 March at 10am.",
        "Our stand, due on 13 March, 2pm, has been moved to 14 March, 2pm.",
    ],
)
def test_sentence_that_may_tell_of_an_event_is_never_silent(sentence):
    events, note = read_events(sentence, [2018])
    assert events == []
    assert note.startswith("check for an event: “")


@pytest.mark.parametrize(
    "sentence",
    [
        "The day is marked on Tuesday 6th February 2018.",
        "The rules of 13 March 2018 apply.",
        "Ring us between 8am and 10pm from 13 March.",
    ],
)
def test_sentence_about_no_event_is_words(sentence):
    assert read_events(sentence, [2018]) == ([], "")


def test_year_of_the_title_precedes_years_of_the_text():
    line = "Our stand on Tuesday 13 March, Town Hall, 12:00. All welcome. It began in 2011."
    event, rest = parse_item("Week of 2018", [line]).blocks
    assert isinstance(event, ParsedEvent)
    assert event.start == at(2018, 3, 13, 12)
    assert rest == Paragraph("All welcome. It began in 2011.")


@pytest.mark.parametrize(
    ("lines", "name", "place", "start"),
    [
        (
            ["Come along on Tues 13th March 2018, 10am-12 noon, Central Library."],
            "Come along",
            "Central Library",
            (3, 13, 10),
        ),
        (["A group has been arranged on 8 April 2018 from 9am to 3pm at Centre 4."], "A group", "Centre 4", (4, 8, 9)),
        (
            ["The next meeting is Saturday 7th April 2018 12:00-3:00pm at the Fire Station."],
            "The next meeting",
            "the Fire Station",
            (4, 7, 12),
        ),
        (
            ["Thursday 8 March 2018", "9.00am - 4.00pm", "Guildhall, High Street, AN1 1AA"],
            "Heron",
            "Guildhall, High Street, AN1 1AA",
            (3, 8, 9),
        ),
        (["Date: 8 March 2018", "Time: 9am", "Venue: Room 4"], "Heron", "Room 4", (3, 8, 9)),
        (["When: 8 March 2018, 9am  Where: Online"], "Heron", "Online", (3, 8, 9)),
        (["Thursday 8 March 2018 – Launch, 9am, Town Hall"], "Launch", "Town Hall", (3, 8, 9)),
        (["Course\tDate\tTime\tVenue", "Neglect\t8 March 2018\t9am-1pm\tLibrary"], "Neglect", "Library", (3, 8, 9)),
        (
            ["| Event | When | Where |", "|---|---|---|", "| Neglect | 8 March 2018 9am | Library |"],
            "Neglect",
            "Library",
            (3, 8, 9),
        ),
    ],
)
def test_event_is_read_in_every_way_of_writing_it(lines, name, place, start):
    [event] = of_kind(read(*lines), ParsedEvent)
    assert (event.name, event.location) == (name, place)
    assert event.start == dt.datetime(2018, *start, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("9.30am on Thursday 8 March 2018 or Tuesday 13 March 2018.", [8, 13]),
        ("Otters meet on Monday 5th March 2018 and Tuesday 6th March 2018 from 9.15am at the Hall.", [5, 6]),
        ("Otters meet on 5 March 2018 9.30-11.30 at the Hall and 9 March 2018 9.30-11.30 at the Hall.", [5, 9]),
        ("Otters meet on 5, 6 and 9 March 2018, 10am, the Hall.", [5, 6, 9]),
        ("Tues 13th & Weds 14th March 2018, 10am-3pm, Library", [13, 14]),
        ("5th/6th March 2018, 10am, Library", [5, 6]),
    ],
)
def test_each_day_of_a_sentence_is_an_event_and_noted(line, days):
    events = of_kind(read(line), ParsedEvent)
    assert [event.start.day for event in events] == days
    assert events[0].note


def test_event_online_keeps_its_link():
    [event] = of_kind(
        read("Otters meet on 5 March 2018 at 2pm on Zoom: https://zoom.example.com/j/1?x=2."), ParsedEvent
    )
    assert (event.url, event.start.hour) == ("https://zoom.example.com/j/1?x=2", 14)


@pytest.mark.parametrize(
    ("title", "line", "is_cancelled"),
    [
        ("CANCELLED: otters", "The meeting is on 5 March 2018, 2pm, Hall.", True),
        ("Otters", "The meeting on 5 March 2018, 2pm, Hall, has been cancelled.", True),
        ("Otters postponed", "The meeting is on 5 March 2018, 2pm, Hall.", False),
    ],
)
def test_cancelled_and_moved_events_are_noted(title, line, is_cancelled):
    [event] = of_kind(read(line, title=title), ParsedEvent)
    assert (event.is_cancelled, event.location) == (is_cancelled, "Hall")
    assert "check whe" in event.note


@pytest.mark.parametrize(
    "line",
    [
        "The conference is on 3 March 2018.",
        "The course runs weekly from 3 March 2018, 2-4pm.",
        "The walk starts w/c 3 June at 10am.",
        "3-5 July 2019, 9am-5pm, Town Hall",
        "Venue: Town Hall",
        "12 March 2018",
    ],
)
def test_what_may_be_an_event_is_noted(line):
    item = read(line, "Text.")
    assert of_kind(item, ParsedEvent) == []
    assert "check " in said_of(item)


def test_table_that_is_of_no_events_becomes_points_and_is_noted():
    item = read("Name\tRing", "Otter\t1", "Heron\t2")
    assert rich_text(item.blocks) == "<ul><li>Name · Ring</li><li>Otter · 1</li><li>Heron · 2</li></ul>"
    assert "check a table" in said_of(item)


@pytest.mark.parametrize(
    ("lines", "all_day"),
    [
        (["Date: 8 March 2018", "Venue: Room 4"], True),
        (["Course\tDate\tVenue", "Neglect\t8 March 2018\tLibrary"], True),
        (["Course\tDate\tTime\tVenue", "Neglect\t8 March 2018\t9am-10am, 2pm-3pm\tLibrary"], False),
    ],
)
def test_event_on_a_certain_day_without_a_time_is_on_the_whole_day(lines, all_day):
    [event] = of_kind(read(*lines), ParsedEvent)
    assert event.all_day is all_day
    assert event.start == (dt.datetime(2018, 3, 8, tzinfo=LONDON) if all_day else None)
    assert event.note
