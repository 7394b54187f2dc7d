"""Query sets of pages, which refuse to write past the seal, and the memoised view restrictions."""

from django.db.models import Q, QuerySet
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from board.approvals.sealing import SealedColumnsError, sealed_columns
from board.engines.pagecache.memo import Memo

PRIVATE_Q: Memo[Q] = Memo()
EMPTY_VIEW_RESTRICTIONS: Memo[QuerySet | None] = Memo()


def empty_view_restrictions() -> QuerySet | None:
    """Return an empty query set where no page of the site is private, so that none needs a query; else ``None``."""
    return EMPTY_VIEW_RESTRICTIONS.get((), read_empty_view_restrictions)


def read_empty_view_restrictions() -> QuerySet | None:
    """Return the same from the database."""
    if PageViewRestriction.objects.exists():
        return None
    restrictions = PageViewRestriction.objects.none()
    # Evaluated once: otherwise even an empty query set is compiled to SQL for each page.
    len(restrictions)
    return restrictions


class BasePageQuerySet(PageQuerySet):
    """Refuses to write columns that only a page's own ``save()`` can seal."""

    def update(self, **kwargs):
        """Update unsealed columns; raises ``SealedColumnsError`` for others. ``bulk_update`` calls this too."""
        sealed = sealed_columns(self.model) & set(kwargs)
        if sealed:
            raise SealedColumnsError(sealed)
        return super().update(**kwargs)

    def lock(self, *ids: int) -> None:
        """Lock the rows of pages until the transaction ends, in the order of their primary keys."""
        list(self.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))

    def for_teasers(self):
        """Load only what lists show of the pages (``teaser_fields``), which takes half as long."""
        return self.only(*self.model.teaser_fields)

    def private_q(self) -> Q:
        """Return the memoised condition that a page is private or below a private page, which every list uses."""
        return PRIVATE_Q.get((), super().private_q)


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
