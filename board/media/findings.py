"""What a document's reading means for those who publish it, in plain words with what to do."""

from dataclasses import dataclass
from enum import StrEnum

from .documents import BoardDocument
from .private import is_private
from .readings import Clearance, DocumentReading

State = DocumentReading.State

# From this many pages on, readers need bookmarks to find their way (PDF techniques for WCAG, PDF2).
LONG = 10


class Weight(StrEnum):
    """How much a finding matters."""

    STOP = "stop"  # The public does not get the file.
    BARRIER = "barrier"  # Some people can't read it; publishing it needs a reason.
    NOTE = "note"  # To be known before publication.


@dataclass(frozen=True)
class Finding:
    """Something about a file, and what to do about it."""

    code: str
    weight: Weight
    what: str
    advice: str


PRIVATE = Finding(
    "private",
    Weight.STOP,
    "It lies in a private collection, so readers can’t fetch it.",
    "Put it into another collection, or leave it off the page.",
)
WAITING = Finding(
    "waiting",
    Weight.STOP,
    "It has not been read yet.",
    "Wait a minute and reload. Readers can fetch it, and it can be published, when it was looked at.",
)
NOT_LOOKED_AT = Finding(
    "not_looked_at",
    Weight.STOP,
    "We could not look for blacked-out text in it.",
    "Open it, select everything (Ctrl+A), copy it into an empty text document, and look for words that nobody should "
    "see. Then a moderator lifts the stop and says what was looked at.",
)
ENCRYPTED = Finding(
    "encrypted",
    Weight.STOP,
    "It can’t be opened without a password.",
    "Save it without the password and upload it again.",
)
NO_TEXT = Finding(
    "no_text",
    Weight.BARRIER,
    "It is a scan: pictures of pages without text. Nobody can search it, and a screen reader is silent.",
    "Ask whoever wrote it for the original, or have the text recognised (OCR) and check it.",
)
DAMAGED = Finding(
    "damaged",
    Weight.BARRIER,
    "It could not be read. Some readers’ programs won’t open it either.",
    "Open it in the program that made it and save it as PDF anew.",
)
TOO_COSTLY = Finding(
    "too_costly",
    Weight.BARRIER,
    "Reading it takes more memory or time than we allow, and more than many phones have.",
    "Save it as PDF anew with smaller pictures, or in parts.",
)
NOT_TAGGED = Finding(
    "not_tagged",
    Weight.BARRIER,
    "It has no tags. A screen reader can’t tell headings, lists and tables from the rest.",
    "In Word: File, Save as PDF, Options, “Document structure tags for accessibility”. Better still: put the words "
    "on the page.",
)
NO_LANGUAGE = Finding(
    "no_language",
    Weight.BARRIER,
    "It does not say in which language it is, so a screen reader may read it aloud with the wrong sounds.",
    "Set the language in the program that made it (in Word: Review, Language) and save it as PDF anew.",
)
LOCKED_FOR_ASSISTIVE_TECHNOLOGY = Finding(
    "locked",
    Weight.BARRIER,
    "Its settings forbid screen readers to read it.",
    "Save it without restrictions.",
)
NO_TITLE = Finding(
    "no_title",
    Weight.NOTE,
    "It has no title of its own; browsers show the name of the file instead.",
    "Fill in the title under File, Properties, and let the PDF show it.",
)
NO_BOOKMARKS = Finding(
    "no_bookmarks",
    Weight.NOTE,
    "It is long and has no bookmarks.",
    "Let the program that made it turn headings into bookmarks.",
)


def covered(count: int) -> Finding:
    """Return the finding of words that are still there under what covers them."""
    places = "one place" if count == 1 else f"{count} places"
    return Finding(
        "covered",
        Weight.STOP,
        f"Words are hidden under a box in {places}, and everybody can copy them: a redaction that failed.",
        "Redact it again with a program that removes the words, and upload that file. If the words may be public, a "
        "moderator lifts the stop and says why.",
    )


def hidden_notes(hidden: dict) -> list[Finding]:
    """Return what a file gives away beside its pages, from what ``reading.hidden`` found."""
    counted = [
        ("comments", len(hidden.get("comments", [])), "comment{}", "Remove the comments before you save it as PDF."),
        ("attachments", len(hidden.get("attachments", [])), "file{} inside it", "Remove them, unless they are meant."),
        (
            "earlier_revisions",
            hidden.get("earlier_revisions", 0),
            "earlier version{} of itself that anybody can bring back",
            "Save it under a new name (“Save as”), which leaves earlier versions behind.",
        ),
        ("scripts", hidden.get("scripts", 0), "program{} (JavaScript)", "Save it without: “Print to PDF” does."),
    ]
    return [
        Finding(code, Weight.NOTE, f"It holds {count} {thing.format('' if count == 1 else 's')}.", advice)
        for code, count, thing, advice in counted
        if count
    ]


def given_away(document: BoardDocument) -> list[Finding]:
    """Return what a document gives away beside its pages: to be looked at before a page with it is public."""
    reading = document.what_was_read
    return hidden_notes(reading.hidden) if reading and reading.hidden else []


BY_STATE = {
    State.WAITING: [WAITING],
    State.ENCRYPTED: [ENCRYPTED],
    State.DAMAGED: [DAMAGED, NOT_LOOKED_AT],
    State.TOO_COSTLY: [TOO_COSTLY, NOT_LOOKED_AT],
    State.NO_TEXT: [NO_TEXT],
}


def findings(document: BoardDocument) -> list[Finding]:
    """Return everything that is to be said of a document, the weightiest first; little of types that aren't read."""
    found = [PRIVATE] if is_private(document) else []
    reading = document.what_was_read
    if reading is not None:
        found += [*BY_STATE.get(State(reading.state), []), *of_structure(reading), *of_hidden(reading)]
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def of_structure(reading: DocumentReading) -> list[Finding]:
    """Return what a screen reader will miss in a file that could be opened."""
    facts = reading.structure
    if not facts:
        return []
    missing = [
        (NOT_TAGGED, not facts.get("is_tagged")),
        (NO_LANGUAGE, not reading.language),
        (LOCKED_FOR_ASSISTIVE_TECHNOLOGY, not facts.get("allows_assistive_technology", True)),
        (NO_TITLE, not (reading.title and facts.get("shows_title"))),
        (NO_BOOKMARKS, (reading.page_count or 0) > LONG and not facts.get("has_bookmarks")),
    ]
    return [finding for finding, is_so in missing if is_so]


def of_hidden(reading: DocumentReading) -> list[Finding]:
    """Return what a file gives away, and that nobody could look where nobody could."""
    if reading.state not in {State.READ, State.NO_TEXT}:
        return []
    if reading.hidden is None:
        return [NOT_LOOKED_AT]
    found = hidden_notes(reading.hidden)
    if reading.hidden.get("covered"):
        found.append(covered(len(reading.hidden["covered"])))
    if "covered" in reading.hidden.get("unread", []):
        found.append(NOT_LOOKED_AT)
    return found


def barriers(document: BoardDocument) -> list[Finding]:
    """Return why a document may not work for somebody who uses a screen reader."""
    return [finding for finding in findings(document) if finding.weight is Weight.BARRIER]


# A person can answer for words that are there; nobody can answer for what was not opened yet.
CLEARABLE = {"covered", NOT_LOOKED_AT.code}


def clearance_of(document: BoardDocument) -> Clearance | None:
    """Return who has lifted the stop on the present bytes of a document, if anybody has."""
    return Clearance.objects.filter(document_id=document.pk, file_hash=document.file_hash).first()


def stops(document: BoardDocument) -> list[Finding]:
    """Return why the public does not get a document, whatever page carries it; asks the database only where needed."""
    found = [finding for finding in findings(document) if finding.weight is Weight.STOP]
    if any(finding.code in CLEARABLE for finding in found) and clearance_of(document):
        return [finding for finding in found if finding.code not in CLEARABLE]
    return found


def reasons_against_publication(document: BoardDocument) -> list[str]:
    """Return why a page that carries a document may not be published yet, in words a person can act on."""
    name = f"“{document.title}”"
    reasons = [f"{name}: {finding.what} {finding.advice}" for finding in stops(document)]
    found = barriers(document)
    if found and not document.exemption:
        what = " ".join(finding.what for finding in found)
        reasons.append(
            f"{name} may not work with a screen reader. {what} Use a file that does, or open it under Documents and "
            "say what you rely on: the law asks for it."
        )
    return reasons
