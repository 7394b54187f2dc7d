"""
The rules for statements: words that a person or the board says, which are never taken for plain news in silence.

Three forms: "Statement from NAME, ROLE" up to "-ends-" or without an end; "NAME, ROLE, said: “…”" and "“…,” said NAME,
ROLE", where the role or the name is the board's; and a statement without a speaker, under a heading that says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from board.publishing.statement_wording import BOARD_SAID, ON_BEHALF, SAYING

from .inline import excerpt, plain, sentence_spans
from .lines import Line
from .link_rules import starts_link
from .parsed_item import MAX_ROLE_LENGTH, MAX_SPEAKER_LENGTH, Paragraph, ParsedBlock, ParsedStatement

_KIND = r"(?:(?:a|an|the|our|joint|media|press|public|official|full|further|updated|board|partnership|lscb|lscp)\s+)*"
_OPENING = re.compile(
    rf"(?P<kind>{_KIND})statement\s+(?:issued\s+|made\s+)?(?:from|by|on\s+behalf\s+of)\s+(?P<name>.+?)\s*:?",
    re.IGNORECASE,
)
_OWN_OPENING = re.compile(r"(?!(?:read|see|view|download|watch)\b)(?P<name>.+?)[’']s?\s+statement\s*:?", re.IGNORECASE)
_BARE_OPENING = re.compile(rf"{_KIND}statement(?:\s+in\s+full|\s+follows|\s+reads)?\s*:?", re.IGNORECASE)
_END = re.compile(
    r"[\W_]*(?:(?:statement\s+)?ends?|end\s+of\s+(?:the\s+)?(?:press\s+|media\s+)?(?:statement|release))[\W_]*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\s+(?:on|about|regarding|concerning|following|after|in response to|in relation to|re)\s+.+$", re.IGNORECASE
)
# "As the Independent Chair of the Anytown … Board, I …". The role ends before "of the".
_ROLE = re.compile(r"As (?:the |an? )?(?P<role>[A-Z].*?)(?: (?:of|for|at|to) the\b[^.!?]*?)?, I\b")
_SMALL_WORDS = {"and", "for", "of", "the", "to"}
# Whose words are the board's: its chair and scrutineer, itself under its several names, and who speaks for it.
_BOARD = re.compile(
    r"\b(?:chair(?:man|woman|person)?(?! of (?:governors|trustees|the council))|vice[- ]chair|co-chairs?|scrutineer"
    r"|board|partnership|partners|[A-Za-z]*(?:LSCB|LSCP|SCB|SCP|SAB|SSCP))\b",
    re.IGNORECASE,
)
_ROLE_WORDS = re.compile(
    r"\b(?:chair(?:man|woman|person)?|scrutineer|director|manager|officer|leader|head|commissioner|spokes(?:man|woman|person)"
    r"|superintendent|inspector|constable|minister|secretary|councillor|executive|lead|nurse|doctor|member)\b",
    re.IGNORECASE,
)
_VERB = rf"{SAYING}(?:\s+in\s+a\s+(?:joint\s+)?statement)?(?:\s+(?:today|yesterday|on\s+\w+day|that|in\s+response))?"
_OPEN = "“\"«„‟‘‹'"
# An apostrophe may stand in a speaker's words.
_DOUBLE = '“"«„‟‘‹'
_CLOSE = "”\"»“’›'"
_SAID = re.compile(
    rf"(?P<who>[^{_DOUBLE}]{{2,300}}?)\s*,?\s+{_VERB}\s*[:,]?\s*(?P<words>[{_OPEN}].*)", re.IGNORECASE | re.DOTALL
)
# The same without a verb, as in "Quote from NAME, Independent Chair: “…”".
_COLON = re.compile(
    rf"(?:(?:quote|comment|words)\s+(?:from|by)\s+)?(?P<who>[^:{_DOUBLE}]{{0,150}}?\b(?:chair\w*|scrutineer)\b"
    rf"[^:{_DOUBLE}]{{0,100}}?)\s*:\s*(?P<words>[{_OPEN}].*)",
    re.IGNORECASE | re.DOTALL,
)
# "NAME, Independent Chair" on a line of its own, below a letter.
_SIGNED = re.compile(
    r"(?:[A-Z][\w’'-]+,?\s+){0,4}?[–—,(-]*\s*(?:Independent\s+)?(?:Chair|Scrutineer)\b[^.!?:]{0,100}", re.DOTALL
)
_TITLE = r"(?:(?:Dr|Mr|Mrs|Ms|Sir|Dame|Prof|Professor|Cllr)\.? )?"
_NAME = re.compile(rf"{_TITLE}[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{1,3}}(?: (?:OBE|CBE|MBE|QPM))?")
_SAID_COLON = re.compile(rf"(?P<who>[^:“\"«]{{2,200}}?)\s*,?\s+{_VERB}\s*:\s*(?P<words>.*)", re.IGNORECASE | re.DOTALL)
_SAID_AFTER = re.compile(
    rf"(?P<words>[{_OPEN}](?P<inner>.+?),?[{_CLOSE}]),?\s+(?:{_VERB}\s+(?P<who>[^.!?{_OPEN}]{{2,200}}?)"
    rf"|(?P<who_first>[^.!?{_OPEN}]{{2,200}}?),?\s+{_VERB})"
    rf"(?:\s*[.:;,]\s*(?P<more>[{_OPEN}].+)|[.!]?)",
    re.IGNORECASE | re.DOTALL,
)
# "Independent Chair Jane Example said: …" has no comma between role and name.
_ROLE_FIRST = re.compile(
    r"(?P<role>(?i:(?:the )?(?:independent |vice[- ]?|board |partnership |lscb |lscp )*"
    r"(?:chair(?:man|woman|person)?|scrutineer)(?: of [^,]+?)?)),?\s+"
    rf"(?P<name>{_TITLE}[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+)"
)
_QUOTATION = re.compile(r"[“\"«„][^“\"«„”»]+[”\"»“]")
_LEAD_IN = re.compile(
    r"^(?:commenting|speaking|responding|reacting|in (?:response|a statement)|following|on behalf of|writing|today"
    r"|yesterday)\b[^,]*,\s*(?=\S)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|they|the chair|it)", re.IGNORECASE)


@dataclass(frozen=True)
class Speaker:
    """Who speaks; either may be empty."""

    name: str
    role: str

    @property
    def is_boards(self) -> bool:
        """Return whether the words of this speaker are the board's."""
        return bool(_BOARD.search(f"{self.name} {self.role}"))

    @property
    def in_words(self) -> str:
        return ", ".join(filter(None, (self.name, self.role)))


def is_end(line: str) -> bool:
    """Return whether a line is the end mark of a statement, such as ``-ends-`` or ``ENDS``."""
    return bool(_END.fullmatch(line)) and line != "end"


def speaker_of(words: str) -> Speaker | None:
    """Return the speaker of ``NAME, ROLE``, ``ROLE NAME`` or a name or role alone; ``None`` where it is too long."""
    words = _LEAD_IN.sub("", plain(words)).strip(" ,:;–—-")
    if first := _ROLE_FIRST.fullmatch(words):
        name, role = first["name"], first["role"]
    else:
        name, _, role = (part.strip() for part in words.partition(","))
        # "the board's Independent Scrutineer, NAME"
        if role and _ROLE_WORDS.search(name) and _NAME.fullmatch(role) and not _ROLE_WORDS.search(role):
            name, role = role, name
        if not role and (bracket := re.fullmatch(r"(.+?)\s*\((.+)\)", words)):
            name, role = bracket[1], bracket[2]
        if not role and " " in words and (dash := re.fullmatch(r"(.+?)\s+[–—-]\s+(.+)", words)):
            name, role = dash[1], dash[2]
        # "the Independent Chair of the board": a role that names no person.
        if not role and re.match(r"(?:the |our |its |a |an )", name, re.IGNORECASE) and _ROLE_WORDS.search(name):
            name, role = "", re.sub(r"^(?:the|our|its|an?)\s+", "", name, flags=re.IGNORECASE)
    role = role.strip(" ,")
    if len(name) > MAX_SPEAKER_LENGTH or len(role) > MAX_ROLE_LENGTH:
        return None
    return Speaker(name, role)


def opening(line: str) -> Speaker | None:
    """Return the speaker where a line opens a statement; ``None`` where it is a sentence or a headline."""
    words = plain(line).strip()
    if words.endswith((".", "!", "?")):
        return None
    if match := _OPENING.fullmatch(words) or _OWN_OPENING.fullmatch(words):
        about = _ABOUT.sub("", match["name"])
        return speaker_of(about)
    return Speaker("", "") if _BARE_OPENING.fullmatch(words) else None


def role_named(paragraph: str) -> str:
    """Return the role that a speaker's first words give, and an empty string where they give none."""
    # Spaces of any kind count as one, a non-breaking one too.
    match = _ROLE.match(" ".join(paragraph.split()))
    if not match or len(match["role"]) > MAX_ROLE_LENGTH:
        return ""
    words = match["role"].split()
    return match["role"] if all(word[0].isupper() or word in _SMALL_WORDS for word in words) else ""


def read_statement(lines: Sequence[Line], speaker: Speaker | None = None) -> tuple[ParsedStatement, int] | None:
    """
    Return the statement that the first line opens and how many lines it takes, or ``None``.

    With a ``speaker``, whom the item's heading names, the statement begins with the first line itself. Without an end
    mark it goes on to the next link line, and says so: words that may be the speaker's must not pass as plain news.
    """
    taken = 0
    if not speaker:
        speaker = opening(lines[0].text) if lines else None
        taken = 1
    if not speaker:
        return None
    following = lines[taken:]
    end = next((number for number, line in enumerate(following) if is_end(line.text)), None)
    note = ""
    if end is None:
        end = next((number for number, line in enumerate(following) if starts_link(line)), len(following))
        taken += end
        by = f" from {speaker.in_words}" if speaker.in_words else ""
        note = f"check where the statement{by} ends: the list has no “-ends-”"
    else:
        taken += end + 1
    paragraphs = tuple(Paragraph(line.text, statement_style(line)) for line in following[:end])
    role = speaker.role or (role_named(paragraphs[0].text) if paragraphs else "")
    return ParsedStatement(speaker.name, role, paragraphs, note), taken


def statement_style(line: Line) -> str:
    """Return the style that a statement may have: paragraphs and lists, no headings."""
    return line.style if line.style in {"ul", "ol"} else "p"


def _unquoted(words: str) -> tuple[str, str]:
    """Return the words of a quotation without its marks, and what follows it in the line."""
    closing = max((words.rfind(mark) for mark in _CLOSE), default=-1)
    if closing <= 0:
        return words.lstrip(_OPEN).strip(), ""
    inner, after = words[1:closing], words[closing + 1 :]
    # An apostrophe within the words closes nothing.
    if re.match(r"\w", after):
        return words.lstrip(_OPEN).strip(), ""
    return inner.strip(), after.lstrip(" .").rstrip()


def _closes(words: str) -> bool:
    return words.rstrip(" .").endswith(tuple(_CLOSE))


def read_speech(lines: Sequence[Line], previous: Speaker | None) -> tuple[list[ParsedBlock], int, Speaker] | None:
    """
    Return a statement that a line quotes with what stands around it, the lines it takes, and its speaker.

    ``None`` where it quotes none. A quotation may go on over lines that each open with a mark. ``previous`` is whom a
    pronoun stands for.
    """
    earlier = _open_quotations(lines)
    words = lines[earlier].text
    after = _SAID_AFTER.fullmatch(words)
    match = after or _SAID.fullmatch(words) or _SAID_COLON.fullmatch(words) or _COLON.fullmatch(words)
    if not match or (earlier and not after):
        return None
    who = (match["who"] or match["who_first"]) if after else match["who"]
    # Sentences before the speaker's are words of the item.
    start = 0 if after else sentence_spans(who)[-1][0]
    before, who = who[:start].strip(), who[start:]
    speaker = previous if previous and _PRONOUN.fullmatch(who.strip()) else speaker_of(who)
    if not speaker or not (speaker.is_boards or speaker == previous or ON_BEHALF.search(who)):
        return None
    if after:
        opened = [_unquoted(line.text)[0] for line in lines[:earlier]]
        quoted, taken, rest = [*opened, match["inner"], _unquoted(match["more"] or "")[0]], earlier + 1, ""
    else:
        quoted, taken, rest = _quoted_lines(match["words"], lines)
    # Each paragraph of a quotation may have marks of its own.
    while not rest and taken < len(lines) and _QUOTATION.fullmatch(lines[taken].text):
        quoted.append(_unquoted(lines[taken].text)[0])
        taken += 1
    paragraphs = tuple(Paragraph(part) for part in quoted if part)
    if not paragraphs:
        return None
    note = f"check the statement by {speaker.in_words}: the list quotes it"
    blocks: list[ParsedBlock] = [ParsedStatement(speaker.name, speaker.role, paragraphs, note)]
    if before:
        blocks.insert(0, Paragraph(before, note=speech_note(before)))
    if rest:
        blocks.append(Paragraph(rest, note=speech_note(rest)))
    return blocks, taken, speaker


def _open_quotations(lines: Sequence[Line]) -> int:
    """Return how many lines open a quotation that only a later one closes, with its speaker."""
    number = 0
    while number + 1 < len(lines) and lines[number].text.startswith(tuple(_OPEN)) and not _closes(lines[number].text):
        if _SAID_AFTER.fullmatch(lines[number].text):
            break
        number += 1
    return number if lines[number].text.startswith(tuple(_OPEN)) else 0


def _quoted_lines(words: str, lines: Sequence[Line]) -> tuple[list[str], int, str]:
    """Return the paragraphs of a quotation that begins in the first line, the lines it takes, and what follows it."""
    if not words:
        end = next(
            (number for number, line in enumerate(lines[1:], 1) if not line.text.startswith(tuple(_OPEN))), len(lines)
        )
        return [_unquoted(line.text)[0] for line in lines[1:end]], end, ""
    if not words.startswith(tuple(_OPEN)):
        return [words], 1, ""
    inner, rest = _unquoted(words)
    paragraphs, taken = [inner], 1
    is_open = not _closes(words) and not rest
    while is_open and taken < len(lines) and lines[taken].text.startswith(tuple(_OPEN)):
        paragraphs.append(_unquoted(lines[taken].text)[0])
        is_open = not _closes(lines[taken].text)
        taken += 1
    return paragraphs, taken, rest


def speech_note(words: str) -> str:
    """Return the note of a paragraph that may be a statement, or an empty string."""
    text = plain(words)
    if is_end(text):
        return "check for a statement: the list has “-ends-” without “Statement from”"
    if _SIGNED.fullmatch(text):
        return f"check for a statement: “{excerpt(text)}” signs it"
    said = _SAID.fullmatch(text) or _SAID_AFTER.fullmatch(text)
    if BOARD_SAID.search(text) or ON_BEHALF.search(text) or said:
        return f"check whether this is a statement in the board’s name: “{excerpt(text)}”"
    return ""
