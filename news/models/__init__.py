"""The pages of the news."""

from .news_index_page import NewsIndexPage, PinnedItem
from .news_page import RESERVED_SLUGS, NewsPage

__all__ = ["RESERVED_SLUGS", "NewsIndexPage", "NewsPage", "PinnedItem"]
