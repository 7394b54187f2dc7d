"""A news item."""

import datetime as dt
import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from board.basepage.models import BasePage
from board.basepage.search_data import LabelledValue, SearchData
from board.blocks.picture import PictureStreamBlock
from board.blocks.stream import ContentStreamBlock
from board.engines.pagecache import clock
from board.engines.pagecache.memo import Memo
from board.siteinfo.page_metadata import PageMetadata
from news.awareness import AwarenessPeriod
from news.blocks import UpdatesStreamBlock, corrections, newest_first
from news.forms import NewsPageForm
from news.managers import NewsPageQuerySet
from news.structured_data import article

# The slugs of the news section's own addresses, which no item may take; nor may it take a year.
RESERVED_SLUGS = ("statements", "feed", "events", "events.ics", "topics")
YEAR = re.compile(r"[12][0-9]{3}")
# The newest items of an index that have one of some topics, by these: items with the same topics share them.
NEWEST: Memo[list["NewsPage"]] = Memo()


class NewsPage(BasePage):
    """A news item; a statement is one that carries the statement block or is marked as in our name."""

    RELATED = 3
    # Whether it is among the first of its list, whatever its date.
    is_featured = False

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
    picture = StreamField(
        PictureStreamBlock(),
        blank=True,
        help_text="Above the words. Never of a child whose family has not agreed in writing.",
    )
    body = StreamField(ContentStreamBlock(), help_text="The words, links, files, events and statements of the item.")
    notes_to_editors = RichTextField(
        blank=True,
        editor="statement",
        help_text="For journalists, below the words: who the board is, what the numbers mean, where reports are.",
    )
    updates = StreamField(
        UpdatesStreamBlock(),
        blank=True,
        verbose_name="changes that readers are told of",
        help_text="What has changed since it was published, and when. Leave out commas and typing errors.",
    )
    awareness_starts = models.DateField("first day", null=True, blank=True)
    awareness_ends = models.DateField("last day", null=True, blank=True, db_index=True)

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
    # The heading in the old list: by it the importer knows an item that is here already, whatever its title is now.
    import_key = models.CharField(max_length=255, null=True, unique=True, editable=False)

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    public_fields = (
        *BasePage.public_fields,
        "date",
        "in_our_name",
        "notes_to_editors",
        "awareness_starts",
        "awareness_ends",
        "archived",
    )
    teaser_fields = (
        *BasePage.teaser_fields,
        "translation_key",
        "statement_digest",
        "date",
        "archived",
        "awareness_starts",
        "awareness_ends",
    )
    fields_outside_approval = ("topics", "old_address", "import_key")
    # Of a copy no reader has been told a change, and its own awareness week is another year's.
    exclude_fields_in_copy = [
        *BasePage.exclude_fields_in_copy,
        "import_key",
        "old_address",
        "updates",
        "awareness_starts",
        "awareness_ends",
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("in_our_name")]),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
            ],
            heading="About this item",
        ),
        FieldPanel("picture"),
        FieldPanel("body"),
        FieldPanel("notes_to_editors"),
        FieldPanel("updates"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("awareness_starts"), FieldPanel("awareness_ends")])],
            heading="Awareness week",
            help_text="The item stands first while the week, day or month lasts, and is marked as past after it.",
        ),
    ]
    settings_panels = [
        *BasePage.settings_panels,
        MultiFieldPanel([FieldPanel("archived"), FieldPanel("old_address")], heading="Earlier website"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("notes_to_editors"),
        index.SearchField("updates"),
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
        if self.slug.lower() in RESERVED_SLUGS or YEAR.fullmatch(self.slug):
            message = "The news section uses this address itself. Choose another."
            raise ValidationError({"slug": message})

    @property
    def awareness(self) -> AwarenessPeriod | None:
        """Return the item's awareness week, or ``None``."""
        if self.awareness_starts and self.awareness_ends:
            return AwarenessPeriod(self.awareness_starts, self.awareness_ends)
        return None

    @property
    def awareness_state(self) -> str:
        """Return ``on`` during the awareness week, ``past`` after it, and an empty string at any other time."""
        today = clock.today()
        if self.awareness and self.awareness.is_on(today):
            return "on"
        return "past" if self.awareness and self.awareness.is_past(today) else ""

    @property
    def statements(self) -> list:
        """Return the statements of the body, each with its words, speaker, role and date."""
        return [block.value for block in self.body if block.block_type == "statement_quote"]

    @cached_property
    def all_topics(self) -> list:
        """Return the item's topics."""
        return list(self.topics.all())

    @cached_property
    def changes(self) -> list:
        """Return the changes that readers are told of, the newest first."""
        return newest_first(self.updates)

    @property
    def changed_on(self) -> dt.date | None:
        """Return the day of the latest change that readers are told of, or ``None``."""
        return next((change["date"] for change in self.changes if change.get("date")), None)

    @property
    def corrections(self) -> list:
        """Return the corrections among the changes, the newest first."""
        return corrections(self.updates)

    @property
    def issued_at(self):
        """Return the moment at which the item was published, where that was on its own date; otherwise ``None``."""
        moment = self.first_published_at
        return moment if moment and timezone.localdate(moment) == self.date else None

    def related(self) -> list["NewsPage"]:
        """Return the newest public items of the same index that share a topic, at most three."""
        topics = frozenset(topic.pk for topic in self.all_topics)
        if not topics:
            return []
        key = (self.path[: -self.steplen], topics, clock.today())
        newest = NEWEST.get(key, lambda: self.newest_about(topics))
        return [item for item in newest if item.pk != self.pk][: self.RELATED]

    def newest_about(self, topics: Collection[int]) -> list["NewsPage"]:
        """Return the newest public items of the same index that have one of the topics: one more than is shown."""
        tagged = NewsPage.topics.through.objects.filter(newspage=models.OuterRef("pk"), topic__in=topics)
        items = NewsPage.objects.sibling_of(self).published().filter(models.Exists(tagged))
        return list(items.for_teasers()[: self.RELATED + 1])

    def get_search_data(self) -> SearchData:
        kind = LabelledValue("statement", "Statement") if self.statement_digest else LabelledValue("news", "News")
        return SearchData(kind, self.date, topics=[topic.labelled_value for topic in self.topics.all()])

    def get_page_metadata(self, request) -> PageMetadata:
        return article(self, super().get_page_metadata(request), request)
