"""Words of the board are statements, or are noted."""

import pytest

from news.importer.lines import Line
from news.importer.parsed_item import (
    Paragraph,
    ParsedLink,
    ParsedStatement,
)
from news.importer.parser import parse_item
from news.importer.statement_rules import Speaker, is_end, opening, read_statement, role_named
from tests.news.importer.reading import of_kind, read, said_of


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Statement from Alex Example OBE", Speaker("Alex Example OBE", "")),
        ("Statement from\u00a0Dr. Alex Example:", Speaker("Dr. Alex Example", "")),
        ("Statement by Alex Example, Independent Chair", Speaker("Alex Example", "Independent Chair")),
        ("A joint statement issued on behalf of the Board", Speaker("the Board", "")),
        ("Statement from the Independent Chair", Speaker("", "Independent Chair")),
        ("Statement from Independent Scrutineer Alex Example", Speaker("Alex Example", "Independent Scrutineer")),
        ("Statement from Anytown LSCP following the inquest", Speaker("Anytown LSCP", "")),
        ("Chair’s statement:", Speaker("Chair", "")),
        ("Press statement", Speaker("", "")),
        ("Statement from the board was published.", None),
        ("They made a statement", None),
        ("Statement from " + "x" * 121, None),
    ],
)
def test_opening_names_the_speaker(line, speaker):
    assert opening(line) == speaker


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("-ends-", True),
        ("– Ends –", True),
        ("ENDS", True),
        ("Ends.", True),
        ("***ENDS***", True),
        ("[end of statement]", True),
        ("It ends-", False),
        ("Weekends", False),
        ("Ends of the earth", False),
    ],
)
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
        ParsedStatement("Alex Example", "", (Paragraph("One."), Paragraph("Source: Two"))),
        Paragraph("After."),
    )


def test_statement_without_end_mark_is_a_statement_and_noted():
    item = parse_item("Heron", ["Statement from Alex Example", "One.", "Source: Two"])
    statement, source = item.blocks
    assert (statement.speaker, statement.paragraphs) == ("Alex Example", (Paragraph("One."),))
    assert source == ParsedLink(source="Two")
    assert item.notes == ["check where the statement from Alex Example ends: the list has no “-ends-”"]


def test_statement_without_words_is_a_statement():
    lines = [Line("Statement from Alex Example"), Line("-ends-")]
    assert read_statement(lines) == (ParsedStatement("Alex Example", "", ()), 2)


@pytest.mark.parametrize("lines", [["Statement from Alex Example", "One.", "-ends-"], ["One.", "-ends-"]])
def test_heading_may_open_a_statement(lines):
    statement = ParsedStatement("Alex Example", "", (Paragraph("One."),))
    assert parse_item("Statement from Alex Example", lines).blocks == (statement,)


def test_headline_about_a_statement_of_others_is_noted():
    item = parse_item("Statement from the ministry", ["It came today."])
    assert item.blocks == (Paragraph("It came today."),)
    assert item.notes == ["check for a statement: the heading is “Statement from the ministry”"]


def test_end_mark_without_opening_is_kept_and_noted():
    item = parse_item("Heron", ["One.", "-ends-"])
    assert [block.text for block in item.blocks] == ["One.", "-ends-"]
    assert item.notes == ["check for a statement: the list has “-ends-” without “Statement from”"]


@pytest.mark.parametrize(
    ("lines", "speaker", "role", "words"),
    [
        (
            ["Statement by Alex Example, Independent Chair", "One.", "Two.", "ENDS"],
            "Alex Example",
            "Independent Chair",
            ["One.", "Two."],
        ),
        (
            ["Alex Example, Independent Chair of Anytown LSCB, said: “One.”"],
            "Alex Example",
            "Independent Chair of Anytown LSCB",
            ["One."],
        ),
        (
            ['Alex Example, Independent Scrutineer, said: "It isn\'t one."'],
            "Alex Example",
            "Independent Scrutineer",
            ["It isn't one."],
        ),
        (["Independent Chair Alex Example added: «One.»"], "Alex Example", "Independent Chair", ["One."]),
        (
            ["“One,” said Alex Example, Chair of the Board. “Two.”"],
            "Alex Example",
            "Chair of the Board",
            ["One", "Two."],
        ),
        (["The board said: ‘We don’t know.’"], "The board", "", ["We don’t know."]),
        (["Speaking on behalf of the partnership, Alex Example said: “One.”"], "Alex Example", "", ["One."]),
        (["Alex Example, Chair, said:", "“One.", "“Two.”"], "Alex Example", "Chair", ["One.", "Two."]),
        (
            ["Alex Example, Chair, said: “One.", "“Two.", "“Three.”"],
            "Alex Example",
            "Chair",
            ["One.", "Two.", "Three."],
        ),
        (["Alex Example, Independent Chair, said: One."], "Alex Example", "Independent Chair", ["One."]),
        (["Statement from the Independent Chair:", "One.", "Ends."], "", "Independent Chair", ["One."]),
        (["Alex Example (Independent Chair) said: “One.”"], "Alex Example", "Independent Chair", ["One."]),
        (["Alex Example, Independent Chair: “One.”"], "Alex Example", "Independent Chair", ["One."]),
        (["Quote from Alex Example, Independent Chair: “One.”"], "Alex Example", "Independent Chair", ["One."]),
        (["The board’s Chair, Alex Example, said: “One.”"], "Alex Example", "The board’s Chair", ["One."]),
        (["Anytown Safeguarding Children's Board said, “One.”"], "Anytown Safeguarding Children's Board", "", ["One."]),
        (
            ["“One,” said Alex Example, Chair.", "“Two.”", "“Three.”"],
            "Alex Example",
            "Chair",
            ["One", "Two.", "Three."],
        ),
        (["In a statement, the partnership said: “One.”"], "the partnership", "", ["One."]),
        (["“One.", "“Two,” said Alex Example, Chair."], "Alex Example", "Chair", ["One.", "Two"]),
        (["<p>“One,” said Alex Example, <b>Chair</b>.</p>"], "Alex Example", "Chair", ["One"]),
    ],
)
def test_statement_is_a_statement_in_every_way_of_writing_it(lines, speaker, role, words):
    item = read(*lines, "Afterwards.")
    [statement] = of_kind(item, ParsedStatement)
    assert (statement.speaker, statement.role) == (speaker, role)
    assert [paragraph.text for paragraph in statement.paragraphs] == words
    assert item.blocks[-1] == Paragraph("Afterwards.")


@pytest.mark.parametrize(
    "title", ["Statement from the Independent Chair", "Statement from Anytown Partnership on the death of Otter K"]
)
@pytest.mark.parametrize("end", [["Ends"], ["***ENDS***"], []])
def test_heading_opens_a_statement_with_or_without_an_end(title, end):
    item = parse_item(title, ["One.", "• Two.", *end])
    [statement] = item.blocks
    assert statement.paragraphs == (Paragraph("One."), Paragraph("Two.", "ul"))
    assert bool(end) != ("the list has no “-ends-”" in said_of(item))


def test_pronoun_goes_on_with_the_same_speaker():
    item = read("Alex Example, Independent Chair, said: “One.”", "She added: “Two.”")
    assert [(block.speaker, block.paragraphs[0].text) for block in item.blocks] == [
        ("Alex Example", "One."),
        ("Alex Example", "Two."),
    ]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Heron", "A spokesperson for the ministry said: “One.”"),
        ("Heron", "Alex Example, Chair of Governors at Anytown School, said: “One.”"),
        ("Heron", "Alex Example, Independent Chair"),
        ("Message from the Independent Chair", "One."),
        ("Chair’s statement on the review", "One."),
        ("Heron", "The partnership said it accepts all of it."),
        ("Heron", "On behalf of the board I thank you."),
        ("Joint statement on Otter M", "One."),
        ("Media release", "One."),
        ("Statement from the ministry", "It came today."),
    ],
)
def test_what_may_be_a_statement_is_noted(title, line):
    item = parse_item(title, [line])
    assert of_kind(item, ParsedStatement) == []
    assert "check " in said_of(item)
    assert "statement" in said_of(item)


def test_notes_to_editors_stand_apart():
    item = read("Statement from Alex Example", "One.", "ENDS", "Notes to editors:", "Ring the press office.")
    assert item.notes_to_editors == (Paragraph("Ring the press office."),)
    assert len(item.blocks) == 1


@pytest.mark.parametrize(
    "line",
    ["Read the Chair’s statement", "Board training: “Otters in practice”", "The otters’ mission statement is new"],
)
def test_words_about_a_statement_or_a_title_open_none(line):
    assert of_kind(read(line, "Text."), ParsedStatement) == []
