"""The list's text becomes items."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from board.textfiles import TextFileError
from news.importer.event_rules import read_event
from news.importer.link_rules import read_labelled, split_address
from news.importer.parsed_item import Paragraph, ParsedEvent, ParsedLink, ParsedPdf, ParsedStatement
from news.importer.parser import parse_item, parse_list, read_paragraph, sentence_spans
from news.importer.statement_rules import is_end, read_statement, role_named, speaker_named

LONDON = ZoneInfo("Europe/London")


def items_of(*lines):
    return parse_list("\n".join(lines), "list.txt")


# Items and headings --------------------------------------------------------------------------------


def test_separator_starts_an_item_with_any_line_ends_and_blank_lines():
    for end in ("\n", "\r\n", "\r"):
        lines = ["Latest News", "", "news item", "Heron", "Text.", " NEWS  ITEM \u00a0", "", "", "Curlew\u00a0"]
        items = parse_list(end.join(lines))
        assert [(item.title, item.blocks) for item in items] == [("Heron", (Paragraph("Text."),)), ("Curlew", ())]


def test_empty_item_is_skipped():
    assert [item.title for item in items_of("news item", "", "news item", "Heron", "news item")] == ["Heron"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["Latest News", "Heron"], "list.txt has no line “news item”"),
        (["Latest News", "news item", " "], "no item after"),
        (["Latest News", "Words that no item holds", "news item", "Heron"], "line 2 stands before the first"),
        (["news item", "", "H" * 256], "the heading on line 3 is longer than 255"),
    ],
)
def test_list_that_would_lose_words_is_refused_in_one_line(lines, words):
    with pytest.raises(TextFileError) as error:
        items_of(*lines)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("repeat", ["Heron\u00a0on the lake", "Heron on  the lake \u00a0"])
def test_repeated_heading_is_dropped(repeat):
    assert items_of("news item", "Heron on the lake", repeat, "Text.")[0].blocks == (Paragraph("Text."),)


def test_longer_repeat_of_heading_becomes_a_heading():
    item = parse_item("Heron", ["Heron and egret", "Text."])
    assert item.blocks == (Paragraph("Heron and egret", is_heading=True), Paragraph("Text."))


@pytest.mark.parametrize("first", ["Heron is back.", "Heron is back. So is spring", "Herons return", "Egret"])
def test_paragraph_that_starts_like_the_title_is_no_heading(first):
    assert parse_item("Heron", [first, "Text."]).blocks[0] == Paragraph(first)


def test_spaces_quotes_and_dashes_within_lines_are_kept():
    words = "“It’s\u00a0late”, for 12–15 year olds\u2009\u2014 said\u00a0 one"
    assert parse_item("Heron", [words]).blocks == (Paragraph(words),)


def test_full_stop_after_abbreviation_ends_no_sentence():
    line = "At St. Mary’s, e.g. upstairs. Then\u00a0home!\u00a0 By 10.30."
    assert [line[start:end] for start, end in sentence_spans(line)] == [
        "At St. Mary’s, e.g. upstairs.",
        "Then\u00a0home!",
        "By 10.30.",
    ]


# Links ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "block", "taken"),
    [
        (["Further information:\u00a0 Guide (PDF)"], ParsedPdf("Guide"), 1),
        (["FURTHER INFORMATION : Guide (pdf)."], ParsedPdf("Guide"), 1),
        (["Further information: Charity: a guide"], ParsedLink(title="Charity: a guide"), 1),
        (["Further information:", "Guide (PDF)"], ParsedPdf("Guide"), 2),
        (["Source:\u00a0\u00a0 A Trust"], ParsedLink(source="A Trust"), 1),
        (
            ["Further information: the guide, https://example.org/a?b=1"],
            ParsedLink(title="the guide", url="https://example.org/a?b=1"),
            1,
        ),
    ],
)
def test_labelled_line_becomes_a_link(lines, block, taken):
    assert read_labelled(lines) == (block, taken)


@pytest.mark.parametrize("lines", [["Source:"], ["Source:", "Further information: x"], ["Source: " + "x" * 256], []])
def test_label_without_fitting_words_stays_text(lines):
    assert read_labelled(lines) is None


def test_consecutive_pdfs_are_read_and_a_paragraph_ending_in_pdf_is_not():
    item = parse_item("Heron", ["Further information: One (PDF)", "Two (PDF)", "It is late. Read it now (PDF)"])
    assert item.blocks == (ParsedPdf("One"), ParsedPdf("Two"), Paragraph("It is late. Read it now (PDF)"))


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
    assert item.notes == ["make links in the text: www.example.org/birds"]


def test_sentence_too_long_for_a_title_stays_text_before_its_address():
    long = ("word " * 60).strip()
    text, link = read_paragraph(f"{long}: www.example.org", [])
    assert text == Paragraph(long)
    assert (link.title, link.url) == ("", "https://www.example.org")


# Statements ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Statement from Alex Example OBE", "Alex Example OBE"),
        ("Statement from\u00a0Dr. Alex Example:", "Dr. Alex Example"),
        ("Statement from the board was published.", ""),
        ("A statement from Alex Example", ""),
        ("Statement from " + "x" * 121, ""),
    ],
)
def test_opening_names_the_speaker(line, speaker):
    assert speaker_named(line) == speaker


@pytest.mark.parametrize(("line", "ends"), [("-ends-", True), ("– Ends –", True), ("ENDS", False), ("It ends-", False)])
def test_end_mark_is_recognised(line, ends):
    assert is_end(line) is ends


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("As the Independent Chair of the Anytown Board (ASCB), I thank you.", "Independent Chair"),
        ("As\u00a0the Independent\u00a0Chair of the Board, I thank you.", "Independent Chair"),
        ("As Director of Children’s Services, I thank you.", "Director of Children’s Services"),
        ("As Alex said, I thank you.", ""),
        ("As the chair, I thank you.", ""),
        ("As a parent, I thank you.", ""),
        ("I thank you. As the Chair, I do.", ""),
    ],
)
def test_role_is_read_from_the_text_or_empty(words, role):
    assert role_named(words) == role


def test_statement_runs_to_its_end_mark_with_links():
    lines = ["Statement from Alex Example", "One.", "Source: Two", "-ends-", "After."]
    assert parse_item("Heron", lines).blocks == (
        ParsedStatement("Alex Example", "", ("One.", "Source: Two")),
        Paragraph("After."),
    )


def test_statement_without_end_mark_is_a_statement_and_noted():
    item = parse_item("Heron", ["Statement from Alex Example", "One.", "Source: Two"])
    statement, source = item.blocks
    assert (statement.speaker, statement.paragraphs) == ("Alex Example", ("One.",))
    assert source == ParsedLink(source="Two")
    assert item.notes == ["check where the statement from Alex Example ends: the list has no “-ends-”"]


def test_statement_without_words_is_a_statement():
    assert read_statement(["Statement from Alex Example", "-ends-"]) == (ParsedStatement("Alex Example", "", ()), 2)


@pytest.mark.parametrize("lines", [["Statement from Alex Example", "One.", "-ends-"], ["One.", "-ends-"]])
def test_heading_may_open_a_statement(lines):
    assert parse_item("Statement from Alex Example", lines).blocks == (ParsedStatement("Alex Example", "", ("One.",)),)


def test_headline_about_a_statement_opens_none():
    assert parse_item("Statement from the ministry", ["It came today."]).blocks == (Paragraph("It came today."),)


def test_end_mark_without_opening_is_kept_and_noted():
    item = parse_item("Heron", ["One.", "-ends-"])
    assert [block.text for block in item.blocks] == ["One.", "-ends-"]
    assert item.notes == ["check for a statement: the list has “-ends-” without “Statement from”"]


# Events --------------------------------------------------------------------------------------------


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
    event = read_event(sentence, [2018])
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
    event = read_event(sentence, years)
    assert (event.name, event.location, event.start, event.end) == ("Our stand", "Town Hall", None, None)
    assert event.description == sentence
    assert reason in event.note


def test_weekday_chooses_between_years_of_the_text():
    assert read_event("Our stand on Tuesday 13 March, Town Hall, 12:00.", [2017, 2018]).start == at(2018, 3, 13, 12)


@pytest.mark.parametrize(
    "sentence",
    [
        "The day is marked on Tuesday 6th February 2018.",
        "It is on from 12-18 March, and the hall opens at 10:00.",
        "Our stand on 13 March and 14 March, Town Hall, 10:00.",
        "Our stand on 13 March, 10:00-11:00 and 14:00-15:00, Town Hall.",
        "Our stand on 13 March, 10:00-11:00.",
        "On 13 March, Town Hall, 10:00-11:00.",
        "Our stand on 13 March in room 4 of the Town Hall.",
        "Our stand on 13 March, " + "x" * 256 + ", 10:00.",
    ],
)
def test_sentence_without_one_date_time_place_and_name_is_no_event(sentence):
    assert read_event(sentence, [2018]) is None


def test_year_of_the_title_precedes_years_of_the_text():
    line = "Our stand on Tuesday 13 March, Town Hall, 12:00. All welcome. It began in 2011."
    event, rest = parse_item("Week of 2018", [line]).blocks
    assert isinstance(event, ParsedEvent)
    assert event.start == at(2018, 3, 13, 12)
    assert rest == Paragraph("All welcome. It began in 2011.")
