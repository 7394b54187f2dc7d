"""The Atom feed of the news."""

import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from board.characters import one_line
from board.dates import written_out
from board.engines.pagecache.clock import start_of
from board.siteinfo.site_info import board_settings


class NewsFeed(Feed):
    """The newest items of a news index that match a filter, by the board; archived material never enters it."""

    feed_type = Atom1Feed
    LENGTH = 30

    def __init__(self, index, current):
        self.index = index
        self.filter = current

    def __call__(self, request, *args, **kwargs):
        self.request = request
        self.board = board_settings(request)
        return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        """Return the board's name, the index's title and the filter in words."""
        return one_line(": ".join(filter(None, [self.board.board_name, self.index.title, self.filter.label])))

    def subtitle(self) -> str:
        return one_line(self.index.summary)

    def author_name(self) -> str:
        """Return the board's name: the author's account is private."""
        return one_line(self.board.board_name)

    def link(self) -> str:
        return self.index.get_full_url(self.request) + self.filter.path

    def feed_url(self) -> str:
        return self.index.get_full_url(self.request) + self.filter.feed_path

    def items(self):
        return self.filter.apply(self.index.items().current())[: self.LENGTH]

    def item_title(self, item) -> str:
        return one_line(item.title)

    def item_description(self, item) -> str:
        return one_line(item.summary)

    def item_link(self, item) -> str:
        return item.get_full_url(self.request)

    def item_guid(self, item) -> str:
        """Return an identifier that outlives a change of address (RFC 4287, 4.2.6)."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item) -> datetime.datetime:
        """Return the start of the item's day, in a form that RFC 3339 can write."""
        return datetime.datetime.fromisoformat(written_out(start_of(item.date)))

    def item_updateddate(self, item) -> datetime.datetime:
        return item.last_published_at or self.item_pubdate(item)
