"""The public documents that the statement lists as not accessible."""

from board.media.access import public_pages_by_document
from board.media.issues import accessibility_issues, blocking_issues
from board.media.models import BoardDocument

from .models import KnownProblem

Kind = KnownProblem.Kind
Exemption = BoardDocument.Exemption

# The statement's list for each exemption that the board relies on. A document whose content is also on a page has a
# conforming alternate version (WCAG 2.2) and is in none of them.
LISTS = {
    "": Kind.FALLS_SHORT,
    Exemption.BURDEN: Kind.BURDEN,
    Exemption.OLD: Kind.OUT_OF_SCOPE,
    Exemption.THIRD_PARTY: Kind.OUT_OF_SCOPE,
}


def failing_documents() -> dict[str, list[BoardDocument]]:
    """Return the public documents that may not work with a screen reader, by list of the statement."""
    failing: dict[str, list[BoardDocument]] = {kind: [] for kind in Kind}
    documents = BoardDocument.objects.filter(pk__in=public_pages_by_document()).order_by("title", "pk")
    for document in documents:
        # A stopped document is not served to the public.
        if document.exemption in LISTS and accessibility_issues(document) and not blocking_issues(document):
            failing[LISTS[document.exemption]].append(document)
    return failing
