"""From the list's text to its items, by the rules of the modules beside this one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .dates import only_date, years_of
from .document_rules import read_documents, unread_documents
from .event_lines import event_label_note, read_event_lines, read_table
from .event_rules import read_events
from .fact_rules import Facts, lone_date_note
from .inline import excerpt, link_notes, plain, sentence_spans
from .lines import Line, normalise_spaces, strip_line, styled_lines
from .link_rules import lost_link_note, read_address, read_labelled, read_lost_link
from .list_items import RawItem, split_items
from .markup import clean, has_html
from .parsed_item import MAX_TITLE_LENGTH, Paragraph, ParsedBlock, ParsedItem, ParsedStatement
from .statement_rules import Speaker, is_end, opening, read_speech, read_statement, speech_note, statement_style

_NOTES_TO_EDITORS = re.compile(r"notes?\s+(?:to|for)\s+(?:the\s+)?editors?\s*:?", re.IGNORECASE)
_DATED = re.compile(r"\W*\d{1,2}(?:st|nd|rd|th)?(?:[/.-]\d{1,2}[/.-]|\s+[a-z]{3,9}\s+)\d{2,4}\b", re.IGNORECASE)
_MANGLED = re.compile("â€.?|Ã[\u0080-\u00bf©¨´]|Â[£ ©®°·]|\ufffd")
_STATEMENT = re.compile(
    r"\bstatement\b(?! of (?:purpose|accounts|intent))|\b(?:press|media) release\b"
    r"|\b(?:message|letter|response|reaction|comment|quote|foreword|blog|tribute|apology|words)"
    r" (?:from|by|of) (?:the|our)\b",
    re.IGNORECASE,
)
_MOST_FACTS_BEFORE_A_HEADING = 4


@dataclass(frozen=True)
class ParsedList:
    """The items of a list, and how it was read where that was not plain; ``notes`` are sentences."""

    items: list[ParsedItem]
    notes: tuple[str, ...] = ()


class ItemParser:
    """Reads the lines of one item: each rule is asked in turn whether it knows what begins at the present line."""

    def __init__(self, heading: str, lines: Sequence[str], number: int = 0) -> None:
        self.number = number
        text = "\n".join([heading, *lines])
        self.notes: list[str] = []
        if has_html(text):
            self.notes.append("HTML was cleaned: compare with the earlier page")
        text, notes = clean(text)
        self.notes += notes
        if mangled := _MANGLED.search(text):
            self.notes.append(f"check the letters “{mangled[0]}”: they look like a wrong encoding")
        raw = [words for line in text.split("\n") if (words := strip_line(line))]
        if not raw:
            raw = [f"Item on line {number}"]
            self.notes.append("check the title: the list gives no words for it")
        self.facts = Facts(years_of("", raw))
        self.heading, self.title, self.lines = self._read_heading(raw)
        self.years = years_of(self.title, raw)
        self.facts.years = self.years
        self.blocks: list[ParsedBlock] = []
        self.notes_to_editors: list[Paragraph] = []
        self.speaker: Speaker | None = None

    # The heading -----------------------------------------------------------------------------------

    def _read_heading(self, raw: Sequence[str]) -> tuple[str, str, list[Line]]:
        """Return the heading as the list has it, the title, and the lines after it."""
        place = 0
        while place + 1 < min(len(raw), _MOST_FACTS_BEFORE_A_HEADING) and self._take_fact(raw[place]):
            place += 1
        first = styled_lines([raw[place]])
        heading = plain(first[0].text if first else raw[place]).strip()
        lines = styled_lines(raw[place + 1 :])
        if link := re.search(r"\]\((\S+)\)", raw[place]):
            self.notes.append(f"the heading led to {link[1]}")
        title = self.facts.take_title(heading)
        if note := unread_documents(title):
            self.notes.append(note)
        if _DATED.match(title):
            self.notes.append("check the title: it begins with a date")
        if len(title) > MAX_TITLE_LENGTH:
            self.notes.append(
                f"check the title: the heading on line {self.number} is longer than {MAX_TITLE_LENGTH} characters"
            )
            return heading, shortened(title), [Line(title), *lines]
        return heading, title, lines

    def _take_fact(self, line: str) -> bool:
        if found := only_date(plain(line)):
            return self.facts.take_date(found, line, is_certain=False)
        return self.facts.take(line)

    def _read_repeat(self) -> list[ParsedBlock]:
        """
        Return what the heading's repeat below it adds to the title.

        An exact repeat adds nothing. A longer variant adds a heading, so that none of its words is lost.
        """
        if not self.lines:
            return []
        first = plain(self.lines[0].text)
        ours, theirs = normalise_spaces(self.title), normalise_spaces(first)
        if ours.casefold() == theirs.casefold():
            # A title such as "Statement from NAME" opens the statement where it is repeated.
            if not opening(first):
                self.lines = self.lines[1:]
            if self.title.isupper():
                self.title = first
            return []
        starts_alike = re.match(re.escape(ours) + r"(?!\w)", theirs, re.IGNORECASE)
        is_sentence = first.endswith((".", "!", "?", ":")) or len(sentence_spans(first)) > 1
        if (
            starts_alike
            and not is_sentence
            and len(self.lines) > 1
            and not opening(first)
            and len(self.title) < MAX_TITLE_LENGTH
        ):
            self.lines = self.lines[1:]
            return [Paragraph(first, "h2")]
        return []

    def _statement_of_title(self) -> Speaker | None:
        """Return whom the title names as the speaker of all that follows, where no line below opens a statement."""
        speaker = opening(self.title)
        if not speaker and _STATEMENT.search(self.title) and any(is_end(line.text) for line in self.lines):
            speaker = Speaker("", "")
        if not speaker or any(opening(line.text) for line in self.lines) or not self.lines:
            return None
        has_end = any(is_end(line.text) for line in self.lines)
        return speaker if has_end or speaker.is_boards else None

    # The body --------------------------------------------------------------------------------------

    def parse(self) -> ParsedItem:
        """Return the item, its blocks in the order of the list."""
        self.blocks += self._read_repeat()
        if self.title.isupper() and len(self.title.split()) > 1:
            self.notes.append("check the title: it is in capitals")
        if speaker := self._statement_of_title():
            self._take(read_statement(self.lines, speaker))
        while self.lines:
            self._read_next()
        if _STATEMENT.search(self.title) and not any(isinstance(block, ParsedStatement) for block in self.blocks):
            self.notes.append(f"check for a statement: the heading is “{excerpt(self.title)}”")
        return ParsedItem(
            self.heading,
            self.title,
            tuple(self.blocks),
            self.facts.date,
            tuple(self.notes_to_editors),
            (*self.notes, *self.facts.notes),
        )

    def _take(self, reading) -> None:
        blocks, taken = reading
        self.blocks += [blocks] if isinstance(blocks, ParsedStatement) else blocks
        self.lines = self.lines[taken:]

    def _read_next(self) -> None:
        line = self.lines[0]
        if self.blocks and _NOTES_TO_EDITORS.fullmatch(plain(line.text)):
            # They are the last of an item.
            self.notes_to_editors = [plain_paragraph(note.text, statement_style(note)) for note in self.lines[1:]]
            self.lines = []
            return
        if speech := read_speech(self.lines, self.speaker):
            blocks, taken, self.speaker = speech
            self._take((blocks, taken))
            return
        reading = (
            read_statement(self.lines)
            or read_labelled(self.lines)
            or read_table(self.lines, self.years)
            or read_event_lines(self.lines, self.years, self.title)
        )
        if reading:
            self._take(reading)
            return
        self.lines = self.lines[1:]
        if self.facts.take(line.text):
            return
        self.blocks += self._read_line(line.text, line.style)

    def _read_line(self, words: str, style: str) -> list[ParsedBlock]:
        """Return the blocks of a line that stands for itself: documents, or sentences."""
        blocks: list[ParsedBlock] = []
        for block in read_documents(words) or [Paragraph(words)]:
            if isinstance(block, Paragraph):
                blocks += read_paragraph(block.text, self.years, self.title, style)
            else:
                blocks.append(block)
        return blocks


def shortened(words: str) -> str:
    """Return the first sentence of a heading that is too long for a title, or as many of its words as fit."""
    first = words[slice(*sentence_spans(words)[0])]
    if len(first) <= MAX_TITLE_LENGTH:
        return first
    return words[: MAX_TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def read_paragraph(line: str, years: Sequence[int], title: str = "", style: str = "p") -> list[ParsedBlock]:
    """Return a line's blocks in order: events and links by sentence, and what is between them as paragraphs."""
    notes: list[str] = []
    for start, end in sentence_spans(line):
        sentence = line[start:end]
        events, note = read_events(sentence, years, title)
        blocks: list[ParsedBlock] = [*events] or read_address(sentence) or read_lost_link(sentence)
        if not blocks and end - start < len(line):
            blocks = read_documents(sentence)
        if blocks:
            if note and not events:
                blocks[0] = replace(blocks[0], note="; ".join(filter(None, (note, blocks[0].note))))
            before, after = line[:start].rstrip(), line[end:].lstrip()
            return [
                *([plain_paragraph(before, style, notes)] if before else []),
                *blocks,
                *(read_paragraph(after, years, title, style) if after else []),
            ]
        notes += [note] if note else []
    return [plain_paragraph(line, style, notes)]


def plain_paragraph(words: str, style: str = "p", notes: Sequence[str] = ()) -> Paragraph:
    """Return a paragraph with notes of all in it that an editor should check."""
    found = [
        *notes,
        *filter(
            None,
            (
                speech_note(words),
                unread_documents(words),
                lost_link_note(words),
                lone_date_note(words),
                event_label_note(words),
            ),
        ),
        *link_notes(words),
    ]
    return Paragraph(words, style, "; ".join(found))


def parse_item(heading: str, lines: Sequence[str], number: int = 0) -> ParsedItem:
    """Return one item; ``number`` is the line of the file it begins on, for notes."""
    return ItemParser(heading, lines, number).parse()


def parse_list(text: str, name: str = "The list") -> ParsedList:
    """Return the list's items in its order; ``name`` is what errors call the file. Raises ``TextFileError``."""
    items, notes = split_items(text, name)
    return ParsedList([_parse_safely(item) for item in items], tuple(notes))


def _parse_safely(item: RawItem) -> ParsedItem:
    """Return an item; one that no rule can read stops no other, and its words come in as they stand."""
    heading, *lines = item.lines
    try:
        return parse_item(heading, lines, item.number)
    except (ValueError, LookupError, ArithmeticError, RecursionError):
        note = f"check all of it: the item on line {item.number} could not be read, and its words stand as in the list"
        return ParsedItem(heading, shortened(heading), tuple(map(Paragraph, item.lines)), item_notes=(note,))
