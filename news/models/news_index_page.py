"""The index of the news, with its filters, statements, events and feeds at addresses of their own."""

import dataclasses

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, QueryDict
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Orderable, Site

from board.approvals.serving import filter_approved
from board.basepage.forms import BasePageForm
from board.basepage.models import BasePage
from board.basepage.pagination import page_or_404, paginated_metadata
from board.engines.pagecache import clock
from board.engines.pagecache.memo import Memo
from board.events.public_events import has_calendar, load_events, past_dates, upcoming_dates
from board.siteinfo.page_metadata import FeedLink, PageMetadata
from news.feeds import NewsFeed
from news.filters import NewsFilter, get_filter_or_404, topic_choices, year_choices
from resources.models import Topic

from .news_page import NewsPage

COUNTS: Memo[int] = Memo()
FEATURED: Memo[list[NewsPage]] = Memo()
TOPICS: Memo[list[Topic]] = Memo()
YEARS: Memo[list[int]] = Memo()
# Whether a filter's feed has an item.
FEEDS: Memo[bool] = Memo()
FILTER_PATH = r"^(?:topics/(?P<topic>[-\w]+)/)?(?:(?P<year>[12][0-9]{3})/)?"
# The first year that has such an address.
FIRST_YEAR = 1000


class NewsIndexPage(RoutablePageMixin, BasePage):
    """The news, newest first."""

    PER_PAGE = 20
    MAX_PINNED = 3

    base_form_class = BasePageForm
    template = "pages/news_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1
    # The items of another index can't come first in this one.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "pinned_items"]
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
        # The first item of each topic is enough, however many there are.
        of_topic = self.items().order_by().filter(topics=models.OuterRef("pk"))
        return list(Topic.objects.filter(models.Exists(of_topic)).order_by("name"))

    def years_of_items(self) -> list[int]:
        """Return the calendar years of public items, the newest first."""
        return YEARS.get((self.pk, clock.today()), self.read_years)

    def read_years(self) -> list[int]:
        # A step on the index of dates for each year, of which there are few: distinct years would take every item.
        dates = NewsPage.objects.child_of(self).published().values_list("date", flat=True)
        years, newest = [], dates.first()
        while newest and newest.year >= FIRST_YEAR:
            years.append(newest.year)
            newest = dates.filter(date__lt=newest.replace(month=1, day=1)).first()
        return years

    def has_feed(self, current: NewsFilter) -> bool:
        """Return whether the feed of a filter has an item: archived material is in none."""
        key = (self.pk, current.path, clock.today())
        return FEEDS.get(key, lambda: current.apply(self.items().current()).exists())

    def paginator(self, items, current: NewsFilter, *, leaving_out: int = 0) -> Paginator:
        """Return the pages of a filtered list; ``leaving_out`` of the items that match are not in it."""
        paginator = Paginator(items, self.PER_PAGE)
        paginator.count = self.count_items(current) - leaving_out
        return paginator

    def count_items(self, current: NewsFilter) -> int:
        """Return the number of public items that match a filter."""
        key = (self.pk, current.path, clock.today())
        return COUNTS.get(key, lambda: self.read_count(current))

    def read_count(self, current: NewsFilter) -> int:
        items = NewsPage.objects.child_of(self)
        if current.path:
            return current.apply(items.published()).count()
        # Each on one index. Counting the join of both tables takes three times as long at 50,000 items.
        content_type = ContentType.objects.get_for_model(NewsPage)
        pages = BasePage.objects.child_of(self).live().public().filter(content_type=content_type)
        return pages.count() - items.live().public().undated().count()

    def featured(self) -> list[NewsPage]:
        """
        Return the public items that come first: the pinned ones in their order, then running awareness weeks.

        Each has ``is_featured`` set. Every page of the list and the home page ask for them.
        """
        return FEATURED.get((self.pk, clock.today()), self.read_featured)

    def read_featured(self) -> list[NewsPage]:
        items = self.items().order_by("pins__sort_order", "pk")
        pinned = list(items.filter(pins__index_page=self)[: self.MAX_PINNED])
        # This order steers SQLite to the index on the last day; there are few, and Python sorts them.
        weeks = self.items().awareness_running(clock.today()).order_by("awareness_ends")
        newest_first = sorted(weeks, key=lambda item: (item.date, item.pk), reverse=True)
        featured = pinned + [item for item in newest_first if item not in pinned]
        for item in featured:
            item.is_featured = True
        return featured

    def filtered_metadata(self, request, current: NewsFilter) -> PageMetadata:
        """Return the metadata of a filtered list: its own title and address, and the feeds that have an item."""
        metadata = self.get_page_metadata(request)
        title = f"{self.title}: {current.label}" if current.label else metadata.title
        filters = {self.title: NewsFilter(), title: current} if current.path else {self.title: current}
        feeds = [
            FeedLink(name, metadata.address + offered.feed_path)
            for name, offered in filters.items()
            if self.has_feed(offered)
        ]
        description = metadata.description if not current.path else f"{title}, newest first."
        address = metadata.address + current.path
        return dataclasses.replace(metadata, title=title, address=address, description=description, feeds=tuple(feeds))

    @re_path(FILTER_PATH + "$", name="items")
    def filtered_items(self, request, topic=None, year=None):
        """Serve all items, or those of a topic and a year; raises ``Http404`` for a year without items."""
        current = get_filter_or_404(topic, year, self.topics_of_items())
        years = year_choices(current, self.years_of_items())
        if not any(choice.is_chosen for choice in years):
            raise Http404("There is no news from that year.")
        featured = self.featured() if not current.path else []
        items = current.apply(self.items()).exclude(pk__in=[item.pk for item in featured])
        listing = page_or_404(self.paginator(items, current, leaving_out=len(featured)), request)
        overrides = {
            "listing": listing,
            "parameters": QueryDict(),
            "featured": featured if listing.number == 1 else [],
            "has_feed": self.has_feed(current),
            "current_filter": current,
            "topic_choices": topic_choices(current, self.topics_of_items()),
            "year_choices": years,
            "metadata": paginated_metadata(self.filtered_metadata(request, current), listing),
        }
        return self.render(request, context_overrides=overrides)

    @path("statements/", name="statements")
    def statements(self, request):
        """
        Serve the items that speak in the board's name, each with its speaker.

        Speaker and role are in the body, so here too only what was approved is shown.
        """
        current = NewsFilter(statements=True)
        items = current.apply(NewsPage.objects.child_of(self).published())
        listing = page_or_404(self.paginator(items, current), request)
        overrides = {
            "listing": listing,
            "parameters": QueryDict(),
            "statements": filter_approved(listing),
            "has_feed": self.has_feed(current),
            "metadata": paginated_metadata(self.filtered_metadata(request, current), listing),
        }
        return self.render(request, context_overrides=overrides, template="pages/news_statements.html")

    @re_path(FILTER_PATH + "feed/$", name="feed")
    def feed(self, request, topic=None, year=None):
        """Serve the Atom feed of all items, or of a topic and a year."""
        return NewsFeed(self, get_filter_or_404(topic, year, self.topics_of_items()))(request)

    @path("statements/feed/", name="statements_feed")
    def statements_feed(self, request):
        """Serve the Atom feed of the statements."""
        return NewsFeed(self, NewsFilter(statements=True))(request)

    @path("events/", name="events")
    def coming_events(self, request):
        """Serve the coming events of the Site."""
        return self.render_events(request, upcoming_dates(Site.find_for_request(request)), "events", "Events")

    @path("events/past/", name="past_events")
    def past_events(self, request):
        """Serve the events of the Site that are over."""
        return self.render_events(request, past_dates(Site.find_for_request(request)), "past_events", "Past events")

    def render_events(self, request, dates, route: str, title: str):
        """Return the response with one page of a list of events."""
        listing = page_or_404(Paginator(dates, self.PER_PAGE), request)
        metadata = self.get_page_metadata(request)
        description = f"{title}: dates, places, and files for your calendar."
        address = metadata.address + self.reverse_subpage(route)
        metadata = dataclasses.replace(metadata, title=title, address=address, description=description)
        overrides = {
            "listing": listing,
            "parameters": QueryDict(),
            "events": load_events(listing),
            "are_past": route == "past_events",
            "has_calendar": route == "events" and (bool(dates) or has_calendar(Site.find_for_request(request))),
            "metadata": paginated_metadata(metadata, listing),
        }
        return self.render(request, context_overrides=overrides, template="pages/news_events.html")

    def get_sitemap_urls(self, request=None):
        """Return the index and its lists of statements and events, all as new as the newest item."""
        (own,) = super().get_sitemap_urls(request)
        newest = self.items().aggregate(newest=models.Max("last_published_at"))["newest"]
        changed = max(filter(None, [own["lastmod"], newest]), default=None)
        address = self.get_full_url(request)
        lists = [address, *(address + self.reverse_subpage(route) for route in ("statements", "events"))]
        return [{**own, "location": location, "lastmod": changed} for location in lists]


class PinnedItem(Orderable):
    """An item that is always first. Pinning changes no word of the item, and so needs no new approval."""

    index_page = ParentalKey(NewsIndexPage, on_delete=models.CASCADE, related_name="pinned_items")
    item = models.ForeignKey(NewsPage, on_delete=models.CASCADE, related_name="pins")

    panels = [PageChooserPanel("item", "news.NewsPage")]

    class Meta(Orderable.Meta):
        verbose_name = "pinned item"

    def __str__(self) -> str:
        return self.item.title
