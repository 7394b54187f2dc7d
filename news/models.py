"""The news section's pages: the index (``index``) and its items (``items``)."""

from .index import NewsIndexPage, PinnedItem
from .items import RESERVED_SLUGS, NewsPage
from .queries import NewsPageQuerySet

__all__ = ["RESERVED_SLUGS", "NewsIndexPage", "NewsPage", "NewsPageQuerySet", "PinnedItem"]
