"""The index of the news, with its filters, statements and feeds at addresses of their own."""

import dataclasses
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, QueryDict
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, PageChooserPanel
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.models import Orderable

from board.approvals.serving import as_approved
from board.basepage.forms import BasePageForm
from board.basepage.models import BasePage
from board.basepage.pagination import page_or_404, paged_head
from board.caching import clock
from board.siteinfo.head import Feed, Head
from board.stamps.remembered import Remembered
from resources.models import Topic

from .events import EventRoutesMixin
from .feeds import NewsFeed
from .items import NewsPage
from .listed import Results, listed
from .selection import Selection, selection_for, topic_choices, year_choices

FEATURED: Remembered[list[NewsPage]] = Remembered()
TOPICS: Remembered[list[Topic]] = Remembered()
SELECTION = r"^(?:topics/(?P<topic>[-\w]+)/)?(?:(?P<year>[12][0-9]{3})/)?"


class NewsIndexPage(EventRoutesMixin, BasePage):
    """The news, newest first."""

    PER_PAGE = 20
    MAX_PINNED = 3

    base_form_class = BasePageForm
    template = "pages/news_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        InlinePanel(
            "pinned_items",
            heading="Pinned items",
            label="item",
            max_num=MAX_PINNED,
            help_text="Up to three items that stand first here and on the home page, in this order.",
        ),
    ]

    class Meta:
        verbose_name = "news index"

    def items(self):
        """Return the public items of this index, newest first, with what lists and feeds show of them."""
        return NewsPage.objects.child_of(self).published().for_teasers()

    def topics_of_items(self) -> list[Topic]:
        """Return the topics that public items have, by name."""
        return TOPICS.get((self.pk, clock.today()), self.read_topics)

    def read_topics(self) -> list[Topic]:
        """Return the same, read from the database."""
        return list(Topic.objects.filter(pk__in=self.items().order_by().values("topics")).order_by("name"))

    def featured(self) -> list[NewsPage]:
        """
        Return the public items that stand first: the pinned ones in their order, then running awareness weeks.

        Each says so by ``is_featured``. Every page of the list asks for them, and the home page.
        """
        return FEATURED.get((self.pk, clock.today()), self.read_featured)

    def read_featured(self) -> list[NewsPage]:
        """Return the same, read from the database."""
        items = self.items().order_by("pins__sort_order")
        pinned = list(items.filter(pins__index_page=self)[: self.MAX_PINNED])
        weeks = self.items().awareness_running(clock.today())
        found = pinned + [item for item in weeks if item not in pinned]
        for item in found:
            item.is_featured = True
        return found

    def selection_head(self, request, selection: Selection) -> Head:
        """Return what a selection tells machines: its own title, address and feed."""
        head = self.get_head(request)
        title = f"{self.title}: {selection.in_words}" if selection.in_words else head.title
        feeds = [Feed(self.title, head.address + Selection().feed_path)]
        if selection.path:
            feeds.append(Feed(title, head.address + selection.feed_path))
        description = head.description if not selection.path else f"{title}, newest first."
        address = head.address + selection.path
        return dataclasses.replace(head, title=title, address=address, description=description, feeds=tuple(feeds))

    @re_path(SELECTION + "$", name="items")
    def selected_items(self, request, topic=None, year=None):
        """Answer with the items, all or of a topic and a year; raises ``Http404`` outside the years there are."""
        selection = selection_for(topic, year)
        everything = listed(self, Selection())
        years = year_choices(selection, everything.years)
        if not any(choice.is_chosen for choice in years):
            raise Http404("There is no news from that year.")
        featured = self.featured() if not selection.path else []
        results: Any = Results(listed(self, selection).without(featured), self.items())
        listing = page_or_404(Paginator(results, self.PER_PAGE), request)
        overrides = {
            "listing": listing,
            "parameters": QueryDict(),
            "featured": featured if listing.number == 1 else [],
            "selection": selection,
            "topic_choices": topic_choices(selection, self.topics_of_items()),
            "year_choices": years,
            "head": paged_head(self.selection_head(request, selection), listing),
        }
        return self.render(request, context_overrides=overrides)

    @path("statements/", name="statements")
    def statements(self, request):
        """
        Answer with the items that speak in the board's name, with who said so.

        Speaker and role stand in the body, so here too only what was approved is printed.
        """
        selection = Selection(statements=True)
        results: Any = Results(listed(self, selection), NewsPage.objects.child_of(self).published())
        listing = page_or_404(Paginator(results, self.PER_PAGE), request)
        overrides = {
            "listing": listing,
            "parameters": QueryDict(),
            "statements": as_approved(listing),
            "head": paged_head(self.selection_head(request, selection), listing),
        }
        return self.render(request, context_overrides=overrides, template="pages/news_statements.html")

    @re_path(SELECTION + "feed/$", name="feed")
    def feed(self, request, topic=None, year=None):
        """Answer with the Atom feed of all items, or of a topic and a year."""
        return NewsFeed(self, selection_for(topic, year))(request)

    @path("statements/feed/", name="statements_feed")
    def statements_feed(self, request):
        """Answer with the Atom feed of the statements."""
        return NewsFeed(self, Selection(statements=True))(request)

    def get_sitemap_urls(self, request=None):
        """Return the index and its lists of statements and events, which are as new as the newest of their items."""
        (own,) = super().get_sitemap_urls(request)
        newest = self.items().aggregate(newest=models.Max("last_published_at"))["newest"]
        changed = max(filter(None, [own["lastmod"], newest]), default=None)
        address = self.get_full_url(request)
        lists = [address, *(address + self.reverse_subpage(route) for route in ("statements", "events"))]
        return [{**own, "location": location, "lastmod": changed} for location in lists]


class PinnedItem(Orderable):
    """An item that stands first. Pinning changes no word of the item, and so needs no new approval."""

    index_page = ParentalKey(NewsIndexPage, on_delete=models.CASCADE, related_name="pinned_items")
    item = models.ForeignKey(NewsPage, on_delete=models.CASCADE, related_name="pins")

    panels = [PageChooserPanel("item", "news.NewsPage")]

    class Meta(Orderable.Meta):
        verbose_name = "pinned item"

    def __str__(self) -> str:
        return self.item.title
