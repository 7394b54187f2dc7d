"""Queries over pages, which read what they like and write nothing past the seal."""

from django.db.models import Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from board.approvals.sealing import SealedColumnsError, sealed_columns
from board.engines.pagecache.memo import Memo

# Which parts of the tree are private.
PRIVATE: Memo[Q] = Memo()


class BasePageQuerySet(PageQuerySet):
    """Refuses to write columns that only a page's own ``save()`` can seal."""

    def update(self, **kwargs):
        """
        Update other columns; raises ``SealedColumnsError`` for those that an approval is about.

        ``bulk_update`` comes through here too.
        """
        sealed = sealed_columns(self.model) & set(kwargs)
        if sealed:
            raise SealedColumnsError(sealed)
        return super().update(**kwargs)

    def lock(self, *ids: int) -> None:
        """Lock the rows of pages until the transaction ends, in the order of their primary keys."""
        list(self.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))

    def for_teasers(self):
        """Return the pages with what lists show of them alone (``teaser_fields``), which takes half as long."""
        return self.only(*self.model.teaser_fields)

    def private_q(self) -> Q:
        """Return the condition that a page is private, or below one that is; asked for by every list."""
        return PRIVATE.get((), super().private_q)


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
