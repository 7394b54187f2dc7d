"""The issues of office files: what they give away without showing it (docs/decisions/0025)."""

from dataclasses import dataclass

from django.utils.text import Truncator

from .file_issue import FileIssue, Severity
from .models import DocumentInspection

State = DocumentInspection.State

# Of what was found, this much stands in a sentence; the page on the file has all of it.
MAX_EXAMPLES = 2
MAX_WORDS = 60

LIFT = "If readers may have it, a moderator lifts the stop and says why."
ACCEPT = "Accept all changes (in Word: Review, Accept; in LibreOffice: Edit, Track Changes)"
INSPECTOR = "in Excel, Word and PowerPoint “File, Info, Check for Issues, Inspect Document” finds it"
DELETE = (
    "Hiding takes nothing out: everybody can show it. Delete what readers are not to have, and upload that file "
    f"({INSPECTOR}). {LIFT}"
)


@dataclass(frozen=True)
class HiddenKind:
    """
    A kind of what an office file gives away.

    ``name`` is its key in what an inspection found, and the code of its issue; ``one`` and ``several`` say what it is.
    """

    name: str
    heading: str
    severity: Severity
    one: str
    several: str
    advice: str


KINDS = (
    HiddenKind(
        "deleted",
        "Deleted words that are still in it",
        Severity.BLOCKING,
        "It still holds words that were deleted",
        "It still holds words that were deleted in {count} places",
        f"Anybody can bring them back. {ACCEPT}, save it and upload that file. {LIFT}",
    ),
    HiddenKind(
        "hidden_sheets",
        "Hidden sheets",
        Severity.BLOCKING,
        "It holds a hidden sheet",
        "It holds {count} hidden sheets",
        DELETE,
    ),
    HiddenKind(
        "hidden_cells",
        "Hidden rows, columns and cells",
        Severity.BLOCKING,
        "It holds hidden rows, columns or cells",
        "It holds hidden rows, columns or cells in {count} places",
        DELETE,
    ),
    HiddenKind(
        "hidden_text",
        "Hidden text",
        Severity.BLOCKING,
        "It holds hidden text",
        "It holds hidden text in {count} places",
        DELETE,
    ),
    HiddenKind(
        "hidden_slides",
        "Hidden slides",
        Severity.BLOCKING,
        "It holds a hidden slide",
        "It holds {count} hidden slides",
        DELETE,
    ),
    HiddenKind(
        "cached_data",
        "Data from elsewhere that it keeps",
        Severity.BLOCKING,
        "It keeps data of a sheet or file that readers don’t see",
        "It keeps data of {count} sheets or files that readers don’t see",
        f"Paste the figures as values in place of pivot tables and links, and upload that file. {LIFT}",
    ),
    HiddenKind(
        "comments",
        "Comments",
        Severity.NOTICE,
        "It holds a comment",
        "It holds {count} comments",
        "Delete the comments, unless they are meant for readers.",
    ),
    HiddenKind(
        "inserted",
        "Words marked as inserted",
        Severity.NOTICE,
        "It says who inserted words",
        "It says who inserted words in {count} places",
        f"{ACCEPT} and save it.",
    ),
    HiddenKind(
        "notes",
        "Speaker notes",
        Severity.NOTICE,
        "It holds notes of the speaker to a slide",
        "It holds notes of the speaker to {count} slides",
        "Delete them, unless they are meant for readers.",
    ),
)
# What is known by names alone: key, one, several, advice.
NAMED = (
    ("attachments", "a file inside it", "{} files inside it", "Remove them, unless they are meant."),
    (
        "external_links",
        "a link to a file or address outside of it",
        "{} links to files or addresses outside of it",
        "Break the links (in Excel: Data, Edit Links): readers can’t follow them, and they may name folders of yours.",
    ),
)
STOPS = {kind.name for kind in KINDS if kind.severity is Severity.BLOCKING}

NOT_EXAMINED = FileIssue(
    "not_examined",
    Severity.BLOCKING,
    "We could not look for hidden sheets, tracked changes and the like in all of it.",
    f"Look for it yourself ({INSPECTOR}). Then a moderator lifts the stop and says what was looked at.",
)
DAMAGED = FileIssue(
    "damaged",
    Severity.BARRIER,
    "It could not be read. Some readers’ programs won’t open it either.",
    "Open it in the program that made it, and save it anew.",
)
TOO_COSTLY = FileIssue(
    "too_costly",
    Severity.BARRIER,
    "Reading it takes more memory or time than we allow, and more than many phones have.",
    "Save it in parts.",
)
BY_STATE = {State.DAMAGED: [DAMAGED, NOT_EXAMINED], State.TOO_COSTLY: [TOO_COSTLY, NOT_EXAMINED]}


def example(item: dict[str, str]) -> str:
    """Return one thing that was found, as in: sheet “Names”: “Mary Example …”."""
    words = f"“{Truncator(item['text']).chars(MAX_WORDS)}”"
    by = f" ({item['author']})" if item.get("author") else ""
    return f"{item['where']}: {words}{by}" if item["where"] else f"{words}{by}"


def examples(items: list[str]) -> str:
    """Return the first of some descriptions in a row."""
    return "; ".join(items[:MAX_EXAMPLES]) + (" …" if len(items) > MAX_EXAMPLES else "")


def hidden_information(hidden: dict) -> list[FileIssue]:
    """Return what an office file gives away, by the ``hidden`` of its inspection."""
    issues = []
    for kind in KINDS:
        if items := hidden.get(kind.name):
            what = kind.one if len(items) == 1 else kind.several.format(count=len(items))
            issues.append(
                FileIssue(
                    kind.name, kind.severity, f"{what}: {examples([example(each) for each in items])}.", kind.advice
                )
            )
    for name, one, several, advice in NAMED:
        if names := hidden.get(name):
            what = one if len(names) == 1 else several.format(len(names))
            issues.append(FileIssue(name, Severity.NOTICE, f"It holds {what}: {examples(names)}.", advice))
    if count := hidden.get("earlier_revisions"):
        versions = "an earlier version" if count == 1 else f"{count} earlier versions"
        issues.append(
            FileIssue(
                "earlier_revisions",
                Severity.NOTICE,
                f"It holds {versions} of itself that anybody can bring back.",
                "Save it under a new name (“Save as”), which leaves earlier versions behind.",
            )
        )
    return issues


def found_issues(inspection: DocumentInspection) -> list[FileIssue]:
    """Return the issues of an office file that was inspected."""
    if inspection.state != State.READ:
        return BY_STATE.get(State(inspection.state), [])
    if inspection.hidden is None:
        return [NOT_EXAMINED]
    issues = hidden_information(inspection.hidden)
    return [*issues, NOT_EXAMINED] if inspection.hidden.get("not_examined") else issues


def listed(hidden: dict) -> list[tuple[str, list[dict[str, str]]]]:
    """Return headings and all that was found under each, for the page on a file."""
    return [(kind.heading, hidden[kind.name]) for kind in KINDS if hidden.get(kind.name)]
