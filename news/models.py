"""News items and their index."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from board.basepage.managers import BasePageQuerySet
from board.basepage.models import BasePage
from board.basepage.pagination import page_or_404
from board.blocks.stream import ContentStreamBlock

from .feeds import NewsFeed
from .forms import NewsPageForm

# The last parts of the news section's own addresses, which no item may take.
RESERVED_SLUGS = ("statements", "feed", "events", "events.ics")


class NewsIndexPage(RoutablePageMixin, BasePage):
    """The news, newest first, with the statements and the feed at addresses of their own."""

    PER_PAGE = 20

    template = "pages/news_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "news index"

    def items(self):
        """Return the public items of this index, newest first, without their bodies."""
        return NewsPage.objects.child_of(self).published().defer_streamfields()

    @path("", name="items")
    def all_items(self, request):
        """Answer with one page of all items."""
        listing = page_or_404(Paginator(self.items(), self.PER_PAGE), request)
        return self.render(request, context_overrides={"listing": listing})

    @path("statements/", name="statements")
    def statements(self, request):
        """Answer with one page of the items that speak in the board's name."""
        listing = page_or_404(Paginator(self.items().statements(), self.PER_PAGE), request)
        return self.render(request, context_overrides={"listing": listing}, template="pages/news_statements.html")

    @path("feed/", name="feed")
    def feed(self, request):
        """Answer with the Atom feed."""
        return NewsFeed(self)(request)

    def get_sitemap_urls(self, request=None):
        """Return the index and the statements listing."""
        urls = super().get_sitemap_urls(request)
        return [*urls, {**urls[0], "location": self.get_full_url(request) + self.reverse_subpage("statements")}]


class NewsPageQuerySet(BasePageQuerySet):
    """What lists of news ask for."""

    def published(self):
        """
        Return the items a reader may see, newest first.

        The bound on the date steers SQLite to the index on ``date``; without it the whole tree is sorted.
        """
        return self.live().public().filter(date__lte=timezone.localdate()).order_by("-date", "-pk")

    def statements(self):
        """Return the items that speak in the board's name."""
        return self.exclude(statement_digest="")

    def current(self):
        """Return the items that were news on this site: no archived material."""
        return self.filter(archived=False)


class NewsPage(BasePage):
    """A news item; a statement is one that carries the statement block or is marked as in our name."""

    date = models.DateField(
        null=True,
        db_index=True,
        help_text="Shown to readers. A day to come needs a go-live time on that day, under Settings.",
    )
    in_our_name = models.BooleanField(
        "this item speaks for the board",
        default=False,
        help_text="The independent chair must then approve it, as with a statement.",
    )
    topics = ParentalManyToManyField("resources.Topic", blank=True, related_name="news")
    body = StreamField(ContentStreamBlock(), help_text="The words, links, files, events and statements of the item.")

    archived = models.BooleanField(
        "archived material",
        default=False,
        help_text="First published on an earlier website. Readers are told, and feeds leave it out.",
    )
    old_address = models.CharField(
        "old address",
        max_length=500,
        blank=True,
        help_text="Where it stood on the earlier website. Not shown to readers; it leads here once this is public.",
    )
    # The heading in the old list: what tells the importer that an item is here already, whatever its title is now.
    import_key = models.CharField(max_length=255, null=True, unique=True, editable=False)

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    public_fields = (*BasePage.public_fields, "date", "in_our_name", "archived")
    fields_outside_approval = ("topics", "old_address", "import_key")
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("in_our_name")]),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
            ],
            heading="About this item",
        ),
        FieldPanel("body"),
    ]
    settings_panels = [
        *BasePage.settings_panels,
        MultiFieldPanel([FieldPanel("archived"), FieldPanel("old_address")], heading="Earlier website"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    template = "pages/news_page.html"
    base_form_class = NewsPageForm
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "news item"

    def clean(self) -> None:
        """Refuse an address that the news section needs for itself."""
        super().clean()
        if self.slug.lower() in RESERVED_SLUGS:
            message = "The news section uses this address itself. Choose another."
            raise ValidationError({"slug": message})
