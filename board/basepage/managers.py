"""Queries over pages, which read what they like and write nothing past the seal."""

from collections.abc import Sequence

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from board.approvals.sealing import SealedColumnsError, sealed_columns
from board.media.passages import Passage, find_passages


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

    def passages(self, words: Sequence[str], limit: int) -> list[Passage]:
        """Return pages of the files that these pages carry publicly on which all the words stand."""
        return find_passages(words, self, limit)


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
