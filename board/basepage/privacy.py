"""Whether any page of the site is private, which hardly one is, and every reader's page asks."""

from django.db.models import QuerySet
from wagtail.models import PageViewRestriction

from board.engines.pagecache.memo import Memo

NOBODY: Memo[QuerySet | None] = Memo()


def nobody_is_kept_out() -> QuerySet | None:
    """Return no restrictions, read already, where no page of the site has any; ``None`` where some page has."""
    return NOBODY.get((), read_nobody)


def read_nobody() -> QuerySet | None:
    """Return the same, from the database."""
    if PageViewRestriction.objects.exists():
        return None
    nothing = PageViewRestriction.objects.none()
    # Evaluated once: even an empty set is otherwise made into SQL for each page.
    len(nothing)
    return nothing
