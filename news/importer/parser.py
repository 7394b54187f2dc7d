"""From the list's text to its items."""

import re
from collections.abc import Sequence

from board.textfiles import TextFileError

from .event_rules import read_event, years_of
from .link_rules import addresses_within, read_address, read_labelled, read_lost_link, read_pdf
from .parsed_item import MAX_TITLE_LENGTH, Paragraph, ParsedBlock, ParsedItem
from .statement_rules import is_end, read_statement, speaker_named

SEPARATOR = "news item"
LIST_TITLE = "Latest News"
# A full stop after these ends no sentence.
_ABBREVIATIONS = ("St", "Dr", "Mr", "Mrs", "Ms", "Rd", "Prof", "Rev", "No", "e.g", "i.e")
_GAP = re.compile(r"(?<=[.!?])" + "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS) + r"\s+")


def normalise_spaces(words: str) -> str:
    """Return words with each run of spaces of any kind made one space, for comparison alone."""
    return " ".join(words.split())


def split_items(text: str, name: str) -> list[tuple[str, list[str]]]:
    """
    Return heading and lines of each item, blank lines left out; ``name`` is what errors call the file.

    Raises ``TextFileError`` where the separator is missing, no item follows it, words stand before the first
    one, or a heading is longer than a title may be.
    """
    groups: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if normalise_spaces(line).casefold() == SEPARATOR:
            groups.append([])
        elif words := line.strip():
            groups[-1].append((number, words))
    before, *groups = groups
    if not groups:
        message = f"{name} has no line “{SEPARATOR}”. Put one, on a line of its own, before each item."
        raise TextFileError(message)
    for number, words in before:
        if normalise_spaces(words).casefold() != LIST_TITLE.casefold():
            message = f"{name}: line {number} stands before the first “{SEPARATOR}”. Move it into an item or delete it."
            raise TextFileError(message)
    items = [([words for _, words in group], group[0][0]) for group in groups if group]
    if not items:
        raise TextFileError(f"{name} has no item after “{SEPARATOR}”. Choose the file that holds the whole list.")
    for (heading, *_), number in items:
        if len(heading) > MAX_TITLE_LENGTH:
            message = (
                f"{name}: the heading on line {number} is longer than {MAX_TITLE_LENGTH} characters. "
                "Put a short heading on a line of its own above it."
            )
            raise TextFileError(message)
    return [(lines[0], lines[1:]) for lines, _ in items]


def sentence_spans(line: str) -> list[tuple[int, int]]:
    """Return where each sentence of a line starts and ends, without the spaces between them."""
    spans, start = [], 0
    for gap in _GAP.finditer(line):
        spans.append((start, gap.start()))
        start = gap.end()
    return [*spans, (start, len(line))]


def read_heading(title: str, lines: Sequence[str]) -> tuple[list[ParsedBlock], Sequence[str]]:
    """
    Return what the repeated heading adds to the title, and the lines after it.

    An exact repeat adds nothing. A longer variant adds a heading, so that none of its words is lost.
    """
    if not lines:
        return [], lines
    first = lines[0]
    if normalise_spaces(first) == normalise_spaces(title):
        # A title such as "Statement from NAME" opens the statement where it is repeated.
        return [], lines if speaker_named(first) else lines[1:]
    starts_alike = re.match(re.escape(normalise_spaces(title)) + r"(?!\w)", normalise_spaces(first), re.IGNORECASE)
    is_sentence = first.endswith((".", "!", "?", ":")) or len(sentence_spans(first)) > 1
    if starts_alike and not is_sentence and len(lines) > 1 and not speaker_named(first):
        return [Paragraph(first, is_heading=True)], lines[1:]
    if speaker_named(title) and any(is_end(line) for line in lines) and not any(speaker_named(line) for line in lines):
        return [], [title, *lines]
    return [], lines


def read_paragraph(line: str, years: Sequence[int]) -> list[ParsedBlock]:
    """Return a line's blocks in order: events and links by sentence, and what is between them as paragraphs."""
    for start, end in sentence_spans(line):
        sentence = line[start:end]
        event = read_event(sentence, years)
        blocks: list[ParsedBlock] = [event] if event else read_address(sentence) or read_lost_link(sentence)
        if blocks:
            before, after = line[:start].rstrip(), line[end:].lstrip()
            return [
                *([plain_paragraph(before)] if before else []),
                *blocks,
                *(read_paragraph(after, years) if after else []),
            ]
    return [plain_paragraph(line)]


def plain_paragraph(words: str) -> Paragraph:
    """Return a paragraph, with a note where it holds an address or an end mark that an editor should check."""
    note = ""
    if is_end(words):
        note = "check for a statement: the list has “-ends-” without “Statement from”"
    elif addresses := addresses_within(words):
        note = f"make links in the text: {', '.join(addresses)}"
    return Paragraph(words, note=note)


def parse_item(title: str, lines: Sequence[str]) -> ParsedItem:
    """Return one item, its blocks in the order of the list."""
    years = years_of(title, lines)
    blocks, lines = read_heading(title, lines)
    while lines:
        if read := read_statement(lines) or read_labelled(lines):
            block, taken = read
            blocks.append(block)
        elif pdf := read_pdf(lines[0]):
            blocks.append(pdf)
            taken = 1
        else:
            blocks.extend(read_paragraph(lines[0], years))
            taken = 1
        lines = lines[taken:]
    return ParsedItem(title, tuple(blocks))


def parse_list(text: str, name: str = "The list") -> list[ParsedItem]:
    """Return the list's items in its order; ``name`` is what errors call the file. Raises ``TextFileError``."""
    return [parse_item(heading, lines) for heading, lines in split_items(text, name)]
