"""Query sets of pages, which refuse to write past the seal, and the memoised view restrictions."""

from django.db.models import Q, QuerySet
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from board.approvals.sealing import SealedColumnsError, sealed_columns
from board.engines.pagecache.memo import Memo

RESTRICTIONS: Memo[QuerySet] = Memo()


def all_view_restrictions() -> QuerySet:
    """Return every view restriction of pages, read once: an empty query set where no page is private."""
    return RESTRICTIONS.get((), read_view_restrictions)


def read_view_restrictions() -> QuerySet:
    restrictions = PageViewRestriction.objects.select_related("page")
    len(restrictions)  # Evaluated here, once for all who ask.
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
        """Return the condition that a page is private or below a private page, which every list uses."""
        private = Q()
        for restriction in all_view_restrictions():
            private |= self.descendant_of_q(restriction.page, inclusive=True)
        return private or Q(pk__in=[])


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
