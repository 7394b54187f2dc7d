"""A resource, which may be a learning pack."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from board.basepage.models import BasePage
from board.basepage.pagination import in_order
from board.basepage.search_data import LabelledValue, SearchData
from board.blocks.stream import ContentStreamBlock
from board.siteinfo.page_metadata import PageMetadata
from resources.forms import ResourcePageForm
from resources.structured_data import creative_work


class ResourcePage(BasePage):
    """A report, guide, procedure or training material with its files and links; or a pack of several, in order."""

    class Kind(models.TextChoices):
        """What sort of thing the resource is."""

        GUIDANCE = "guidance", "Guidance"
        PROCEDURE = "procedure", "Procedure"
        REPORT = "report", "Report"
        REVIEW = "review", "Review of practice"
        TOOL = "tool", "Tool or template"
        TRAINING = "training", "Training"
        LEAFLET = "leaflet", "Leaflet or poster"
        PACK = "pack", "Learning pack"

    class Audience(models.TextChoices):
        """For whom the resource is written."""

        EVERYONE = "everyone", "Everyone"
        CHILDREN = "children", "Children and young people"
        PARENTS = "parents", "Parents and carers"
        PROFESSIONALS = "professionals", "People who work with children"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.GUIDANCE)
    audience = models.CharField("for whom", max_length=20, choices=Audience, default=Audience.EVERYONE)
    publisher = models.CharField(max_length=160, blank=True, help_text="Who published it, if not the board.")
    source_url = models.URLField(
        "publisher’s page", blank=True, max_length=500, help_text="Where the publisher keeps it."
    )
    published_on = models.DateField("published on", null=True, blank=True, db_index=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="The resource that this one takes the place of. Once this one is public, that one says so.",
    )
    topics = ParentalManyToManyField("resources.Topic", blank=True, related_name="resources")
    body = StreamField(ContentStreamBlock(), blank=True, help_text="What it says, then its files and links.")

    # The chair approves which pages a relation names; their titles are those pages' own words.
    public_fields = (
        *BasePage.public_fields,
        "kind",
        "audience",
        "publisher",
        "source_url",
        "published_on",
        "replaces",
        "parts",
    )
    teaser_fields = (*BasePage.teaser_fields, "kind", "audience", "publisher", "published_on")
    fields_outside_approval = ("topics",)
    # Of two resources that took the same one's place readers would be led to one.
    exclude_fields_in_copy = [*BasePage.exclude_fields_in_copy, "replaces"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("source_url")]),
                FieldPanel("published_on"),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
            ],
            heading="About this resource",
        ),
        FieldPanel("body"),
        InlinePanel(
            "parts",
            heading="Parts of a learning pack",
            label="part",
            help_text="Resources that belong together, in the order in which to read them. Only for a learning pack.",
        ),
        MultiFieldPanel([PageChooserPanel("replaces", "resources.ResourcePage")], heading="An earlier version"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("publisher"),
        index.FilterField("kind"),
        index.FilterField("audience"),
    ]
    base_form_class = ResourcePageForm
    template = "pages/resource_page.html"
    parent_page_types = ["resources.ResourceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "resource"

    def clean(self) -> None:
        """Refuse a resource that replaces itself, directly or through others."""
        super().clean()
        seen, earlier = {self.pk}, self.replaces
        while earlier:
            if earlier.pk in seen:
                raise ValidationError({"replaces": "That one is, or was replaced by, this one. Choose an earlier one."})
            seen.add(earlier.pk)
            earlier = earlier.replaces

    @property
    def part_ids(self) -> list[int]:
        """Return the primary keys of the parts of the pack, in order."""
        parts = sorted(self.parts.all(), key=lambda part: part.sort_order or 0)
        return [part.resource_id for part in parts]

    @cached_property
    def public_parts(self) -> list["ResourcePage"]:
        """Return the public parts of the pack, in order."""
        part_ids = self.part_ids
        if not part_ids:
            return []
        public = ResourcePage.objects.live().public().defer_streamfields().exclude(pk=self.pk)
        return in_order(public, part_ids)

    @cached_property
    def packs(self) -> list["ResourcePage"]:
        """Return the public packs that the resource is a part of, by title."""
        packs = ResourcePage.objects.filter(parts__resource=self.pk).exclude(pk=self.pk).live().public().distinct()
        return list(packs.defer_streamfields().order_by("title", "pk"))

    @cached_property
    def replacement(self) -> "ResourcePage | None":
        """Return the public resource that replaced this one: the latest where there are several."""
        later = ResourcePage.objects.filter(replaces=self.pk).live().public().defer_streamfields()
        return max(later, key=lambda resource: (resource.day, resource.pk), default=None)

    @cached_property
    def replaced(self) -> "ResourcePage | None":
        """Return the public resource that this one replaced."""
        earlier = ResourcePage.objects.filter(pk=self.replaces_id).live().public() if self.replaces_id else None
        return earlier.defer_streamfields().first() if earlier is not None else None

    @property
    def day(self) -> dt.date:
        """Return the resource's own date, or else the day on which it was first published here."""
        return self.published_on or timezone.localdate(self.first_published_at)

    def get_search_data(self) -> SearchData:
        kind = LabelledValue(self.kind, self.get_kind_display())
        audience = LabelledValue(self.audience, self.get_audience_display())
        topics = [topic.labelled_value for topic in self.topics.all()]
        return SearchData(kind, self.published_on, audience, topics)

    def get_page_metadata(self, request) -> PageMetadata:
        return creative_work(self, super().get_page_metadata(request), request)


class PackPart(Orderable):
    """A part of a learning pack."""

    pack = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="parts")
    resource = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="part_of")

    panels = [PageChooserPanel("resource", "resources.ResourcePage")]

    class Meta(Orderable.Meta):
        verbose_name = "part"

    def __str__(self) -> str:
        return self.resource.title
