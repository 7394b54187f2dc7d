"""The issues of a document: what its inspection means for those who publish it, and what they can do."""

from board.engines.pdfinspect.page_ranges import format_pages

from . import office_issues
from .file_issue import FileIssue, Severity
from .managers import is_private
from .models import BoardDocument, Clearance, DocumentInspection

State = DocumentInspection.State

# From this many pages on, readers need bookmarks to find their way (PDF techniques for WCAG, PDF2).
LONG_DOCUMENT = 10


PRIVATE = FileIssue(
    "private",
    Severity.BLOCKING,
    "It lies in a private collection, so readers can’t fetch it.",
    "Put it into another collection, or leave it off the page.",
)
WAITING = FileIssue(
    "waiting",
    Severity.BLOCKING,
    "It has not been read yet.",
    "Wait a minute and reload. Readers can fetch it, and it can be published, when it was looked at.",
)
NOT_EXAMINED_ADVICE = (
    "Open it, select everything (Ctrl+A), copy it into an empty text document, and look for words that should not "
    "be seen. Then a moderator lifts the stop and says what was looked at."
)
NOT_EXAMINED = FileIssue(
    "not_examined", Severity.BLOCKING, "We could not look for blacked-out text in it.", NOT_EXAMINED_ADVICE
)
ENCRYPTED = FileIssue(
    "encrypted",
    Severity.BLOCKING,
    "It can’t be opened without a password.",
    "Save it without the password and upload it again.",
)
NO_TEXT = FileIssue(
    "no_text",
    Severity.BARRIER,
    "It is a scan: pictures of pages without text. It can’t be searched, and a screen reader is silent.",
    "Ask its author for the original, or have the text recognised (OCR) and check it.",
)
DAMAGED = FileIssue(
    "damaged",
    Severity.BARRIER,
    "It could not be read. Some readers’ programs won’t open it either.",
    "Open it in the program that made it and save it as PDF anew.",
)
TOO_COSTLY = FileIssue(
    "too_costly",
    Severity.BARRIER,
    "Reading it takes more memory or time than we allow, and more than many phones have.",
    "Save it as PDF anew with smaller pictures, or in parts.",
)
NOT_TAGGED = FileIssue(
    "not_tagged",
    Severity.BARRIER,
    "It has no tags. A screen reader can’t tell headings, lists and tables from the rest.",
    "In Word: File, Save as PDF, Options, “Document structure tags for accessibility”. Better still: put the words "
    "on the page.",
)
NO_LANGUAGE = FileIssue(
    "no_language",
    Severity.BARRIER,
    "It does not say in which language it is, so a screen reader may read it aloud with the wrong sounds.",
    "Set the language in the program that made it (in Word: Review, Language) and save it as PDF anew.",
)
LOCKED_FOR_ASSISTIVE_TECHNOLOGY = FileIssue(
    "locked",
    Severity.BARRIER,
    "Its settings forbid screen readers to read it.",
    "Save it without restrictions.",
)
NO_TITLE = FileIssue(
    "no_title",
    Severity.NOTICE,
    "It has no title of its own; browsers show the name of the file instead.",
    "Fill in the title under File, Properties, and let the PDF show it.",
)
NO_BOOKMARKS = FileIssue(
    "no_bookmarks",
    Severity.NOTICE,
    "It is long and has no bookmarks.",
    "Let the program that made it turn headings into bookmarks.",
)


def waiting(inspection: DocumentInspection) -> FileIssue:
    """Return the issue of a file that has not been inspected to the end."""
    if not inspection.hidden:
        return WAITING
    pages = f"{inspection.hidden['searched_pages']} of {inspection.page_count}"
    return FileIssue(
        WAITING.code,
        Severity.BLOCKING,
        f"It has not been read to the end yet: {pages} pages so far.",
        "It goes on by itself within the hour; “Read the file again” goes on at once. Readers can fetch it, and it can "
        "be published, when all of it was looked at.",
    )


def quoted_texts(texts: list[dict], shown: int = 3) -> str:
    """Return where some texts are and what they are, the first few of them: ``page 3: “Jane Doe”``."""
    quoted = [f"page {text['page']}: “{text['text'][:80]}”" for text in texts[:shown]]
    return "; ".join([*quoted, f"and {len(texts) - shown} more"] if len(texts) > shown else quoted)


def covered_text(count: int) -> FileIssue:
    """Return the issue of words that are still there under what covers them; where and which, the file's page says."""
    places = "one place" if count == 1 else f"{count} places"
    return FileIssue(
        "covered",
        Severity.BLOCKING,
        f"Words are hidden under a box in {places}, and everybody can copy them: a redaction that failed.",
        "Redact it again with a program that removes the words, and upload that file. If the words may be public, a "
        "moderator lifts the stop and says why.",
    )


def overprinted_text(texts: list[dict]) -> FileIssue:
    """Return the issue of words that lie under something without looking like a redaction."""
    return FileIssue(
        "overprinted",
        Severity.NOTICE,
        f"Words lie under something and can be copied, but do not look redacted ({quoted_texts(texts)}).",
        "They are numbers of pages or charts, lie under a picture or a coloured page, or can be read elsewhere in the "
        "file. If one should not be public, take it out in the program that made the file.",
    )


def not_examined(hidden: dict) -> FileIssue:
    """Return the issue of a file in which not all pages could be searched for covered words."""
    if not hidden.get("not_searched"):
        return NOT_EXAMINED
    what = f"{format_pages(hidden['not_searched'])} could not be searched for blacked-out text."
    return FileIssue(NOT_EXAMINED.code, Severity.BLOCKING, what, NOT_EXAMINED_ADVICE)


def picture_pages(numbers: list[int], page_count: int) -> FileIssue:
    """Return the issue of pages that are pictures in a file whose other pages have text."""
    # A single one among many may be a photograph.
    is_barrier = len(numbers) > 1 or len(numbers) * 4 >= page_count
    return FileIssue(
        "picture_pages",
        Severity.BARRIER if is_barrier else Severity.NOTICE,
        f"{format_pages(numbers)} {'is a picture' if len(numbers) == 1 else 'are pictures'} without text: what is "
        "written there can’t be searched, and a screen reader is silent.",
        "Ask for the original, or have the text of these pages recognised (OCR) and check it. Say what a photograph "
        "shows in the words beside it.",
    )


def hidden_information(hidden: dict) -> list[FileIssue]:
    """Return what a file gives away beside its pages, by the ``hidden`` of its inspection."""
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
    issues = [
        FileIssue(code, Severity.NOTICE, f"It holds {count} {thing.format('' if count == 1 else 's')}.", advice)
        for code, count, thing, advice in counted
        if count
    ]
    if overprinted := hidden.get("overprinted"):
        issues.append(overprinted_text(overprinted))
    return issues


def hidden_information_issues(document: BoardDocument) -> list[FileIssue]:
    """Return what a document gives away without showing it: to be looked at before a page with it is public."""
    inspection = document.current_inspection
    if inspection is None or not inspection.hidden:
        return []
    describe = office_issues.hidden_information if document.is_office_file else hidden_information
    return describe(inspection.hidden)


# Of files of every type, and of PDFs alone.
BY_STATE = {State.ENCRYPTED: [ENCRYPTED]}
BY_STATE_OF_PDF = {
    State.DAMAGED: [DAMAGED, NOT_EXAMINED],
    State.TOO_COSTLY: [TOO_COSTLY, NOT_EXAMINED],
    State.NO_TEXT: [NO_TEXT],
}


def document_issues(document: BoardDocument) -> list[FileIssue]:
    """Return all issues of a document, the most severe first; types that aren't inspected have few."""
    issues = [PRIVATE] if is_private(document) else []
    inspection = document.current_inspection
    if inspection is not None:
        issues += [waiting(inspection)] if inspection.state == State.WAITING else []
        issues += BY_STATE.get(State(inspection.state), [])
        issues += office_issues.found_issues(inspection) if document.is_office_file else pdf_issues(inspection)
    return sorted(issues, key=lambda issue: list(Severity).index(issue.severity))


def pdf_issues(inspection: DocumentInspection) -> list[FileIssue]:
    """Return the issues of a PDF that was inspected."""
    issues = BY_STATE_OF_PDF.get(State(inspection.state), [])
    return [*issues, *structure_issues(inspection), *content_issues(inspection)]


def structure_issues(inspection: DocumentInspection) -> list[FileIssue]:
    """Return what a screen reader will miss in a file that could be opened."""
    structure = inspection.structure
    if not structure:
        return []
    missing = [
        (NOT_TAGGED, not structure.get("is_tagged")),
        (NO_LANGUAGE, not inspection.language),
        (LOCKED_FOR_ASSISTIVE_TECHNOLOGY, not structure.get("allows_assistive_technology", True)),
        (NO_TITLE, not (inspection.title and structure.get("shows_title"))),
        (NO_BOOKMARKS, (inspection.page_count or 0) > LONG_DOCUMENT and not structure.get("has_bookmarks")),
    ]
    issues = [issue for issue, is_missing in missing if is_missing]
    pictures = structure.get("picture_pages")
    if pictures and inspection.state != State.NO_TEXT:
        issues.append(picture_pages(pictures, inspection.page_count or 0))
    return issues


def content_issues(inspection: DocumentInspection) -> list[FileIssue]:
    """Return what a file gives away, and whether it could not be examined for that."""
    if inspection.state not in {State.READ, State.NO_TEXT}:
        return []
    if inspection.hidden is None:
        return [NOT_EXAMINED]
    issues = hidden_information(inspection.hidden)
    if inspection.hidden.get("covered"):
        issues.append(covered_text(len(inspection.hidden["covered"])))
    if "covered" in inspection.hidden.get("not_examined", []):
        issues.append(not_examined(inspection.hidden))
    return issues


def accessibility_issues(document: BoardDocument) -> list[FileIssue]:
    """Return why a document may not work with a screen reader."""
    return [issue for issue in document_issues(document) if issue.severity is Severity.BARRIER]


# A moderator can answer for words that are there, and for no file that can't be opened.
CLEARABLE_CODES = {"covered", NOT_EXAMINED.code, *office_issues.STOPS}


def clearance_of(document: BoardDocument) -> Clearance | None:
    """Return the clearance of the present bytes of a document, or ``None``."""
    return Clearance.objects.filter(document_id=document.pk, file_hash=document.file_hash).first()


def blocking_issues(document: BoardDocument) -> list[FileIssue]:
    """Return why the public does not get a document, whatever page carries it; queries the database only if needed."""
    issues = [issue for issue in document_issues(document) if issue.severity is Severity.BLOCKING]
    if any(issue.code in CLEARABLE_CODES for issue in issues) and clearance_of(document):
        return [issue for issue in issues if issue.code not in CLEARABLE_CODES]
    return issues


def reasons_against_publication(document: BoardDocument) -> list[str]:
    """Return why a page that carries a document may not be published yet, in words a person can act on."""
    name = f"“{document.title}”"
    reasons = [f"{name}: {issue.what} {issue.advice}" for issue in blocking_issues(document)]
    barriers = accessibility_issues(document)
    if barriers and not document.exemption:
        what = " ".join(issue.what for issue in barriers)
        reasons.append(
            f"{name} may not work with a screen reader. {what} Use a file that does, or open it under Documents and "
            "say what you rely on: the law asks for it."
        )
    return reasons
