"""The resources library and the shared topics."""

from django.core.paginator import Paginator
from django.db import models
from django.forms import CheckboxSelectMultiple
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from board.basepage.forms import BasePageForm
from board.basepage.models import BasePage
from board.basepage.pagination import page_or_404, paged_head
from board.blocks.stream import ContentStreamBlock


class Topic(models.Model):
    """What a news item or a resource is about: one vocabulary for the whole site."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="The topic’s name in addresses.")

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ResourceIndexPage(BasePage):
    """The library."""

    PER_PAGE = 20

    base_form_class = BasePageForm
    template = "pages/resource_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ResourcePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "resources library"

    def get_context(self, request, *args, **kwargs):
        """Add one page of the library, by title; a wrong page number raises ``Http404``."""
        context = super().get_context(request, *args, **kwargs)
        resources = ResourcePage.objects.child_of(self).live().public().order_by("title", "pk")
        listing = page_or_404(Paginator(resources.defer_streamfields(), self.PER_PAGE), request)
        context |= {"listing": listing, "head": paged_head(context["head"], listing)}
        return context


class ResourcePage(BasePage):
    """A report, guide, procedure or training material with its files and links."""

    class Kind(models.TextChoices):
        """What sort of thing the resource is."""

        GUIDANCE = "guidance", "Guidance"
        PROCEDURE = "procedure", "Procedure"
        REPORT = "report", "Report"
        REVIEW = "review", "Review of practice"
        TOOL = "tool", "Tool or template"
        TRAINING = "training", "Training"
        LEAFLET = "leaflet", "Leaflet or poster"

    class Audience(models.TextChoices):
        """For whom the resource is written."""

        EVERYONE = "everyone", "Everyone"
        CHILDREN = "children", "Children and young people"
        PARENTS = "parents", "Parents and carers"
        PROFESSIONALS = "professionals", "People who work with children"

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.GUIDANCE)
    audience = models.CharField("for whom", max_length=20, choices=Audience, default=Audience.EVERYONE)
    publisher = models.CharField(max_length=160, blank=True, help_text="Who published it, if not the board.")
    published_on = models.DateField("published on", null=True, blank=True, db_index=True)
    topics = ParentalManyToManyField("resources.Topic", blank=True, related_name="resources")
    body = StreamField(ContentStreamBlock(), blank=True, help_text="What it says, then its files and links.")

    public_fields = (*BasePage.public_fields, "kind", "audience", "publisher", "published_on")
    fields_outside_approval = ("topics",)
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("published_on")]),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
            ],
            heading="About this resource",
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("publisher"),
        index.FilterField("kind"),
        index.FilterField("audience"),
    ]
    base_form_class = BasePageForm
    template = "pages/resource_page.html"
    parent_page_types = ["resources.ResourceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "resource"
