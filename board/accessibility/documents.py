"""The public documents that may not work for everybody, as the statement lists them."""

from board.media.access import public_pages_by_document
from board.media.issues import accessibility_issues, blocking_issues
from board.media.models import BoardDocument

from .models import KnownProblem

Kind = KnownProblem.Kind
Exemption = BoardDocument.Exemption

# In which of the statement's lists a document stands by what the board relies on. What stands on a page as well
# is accessible there (WCAG 2.2, conforming alternate version), and in none of them.
LISTS = {
    "": Kind.FALLS_SHORT,
    Exemption.BURDEN: Kind.BURDEN,
    Exemption.OLD: Kind.OUT_OF_SCOPE,
    Exemption.THIRD_PARTY: Kind.OUT_OF_SCOPE,
}


def failing_documents() -> dict[str, list[BoardDocument]]:
    """Return the public documents that may not work with a screen reader, by the list of the statement, by title."""
    found: dict[str, list[BoardDocument]] = {kind: [] for kind in Kind}
    documents = BoardDocument.objects.filter(pk__in=public_pages_by_document()).order_by("title", "pk")
    for document in documents:
        # What the public does not get is no barrier to anybody.
        if document.exemption in LISTS and accessibility_issues(document) and not blocking_issues(document):
            found[LISTS[document.exemption]].append(document)
    return found
