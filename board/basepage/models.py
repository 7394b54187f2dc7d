"""The one page model that all others extend: Wagtail's swapped base page (docs/decisions/0001)."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import AbstractPage, DefaultBasePageMixin

# The docs of Wagtail 8.0 name no public path for it; the swap needs it as soon as there is a Meta.
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index

from board.approvals.digest import statement_digest

# The Unicode categories of characters that leave ink: letters, numbers, punctuation and symbols.
VISIBLE = "LNPS"


class BasePage(AbstractPage, DefaultBasePageMixin):
    """
    Wagtail's page with what every page of the board carries, and nothing else.

    Kept column-compatible with ``wagtailcore.Page`` so that the way back to the stock page stays open.
    Listings and search results are built from these columns alone.
    """

    summary = models.CharField(
        max_length=300,
        blank=True,
        help_text="One or two plain sentences, shown in lists and search results.",
    )
    review_by = models.DateField(
        "review by",
        null=True,
        blank=True,
        help_text="When somebody should check that this page is still right. Not shown to readers.",
    )
    # Never in a form or a revision: what the chair must approve, set by save(), and what was approved, which nothing
    # sets yet.
    statement_digest = models.CharField(max_length=80, blank=True, default="", editable=False)
    approved_digest = models.CharField(max_length=80, blank=True, default="", editable=False)

    # What a reader sees beside the streams; a page type with more adds its own.
    public_fields: tuple[str, ...] = ("title", "seo_title", "search_description", "summary")

    content_panels = [*AbstractPage.content_panels, FieldPanel("summary", widget=AdminAutoHeightTextInput)]
    promote_panels = DefaultBasePageMixin.promote_panels
    settings_panels = [
        *AbstractPage.settings_panels,
        MultiFieldPanel([FieldPanel("review_by")], heading="Review"),
    ]
    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        index.SearchField("summary"),
    ]

    class Meta(AbstractPageMeta):
        pass

    def clean(self) -> None:
        """Refuse a title that nobody can see: its links in lists would be empty."""
        super().clean()
        if not any(unicodedata.category(character)[0] in VISIBLE for character in self.title):
            raise ValidationError({"title": "Give the page a title that readers can see."})

    def save(self, *args, **kwargs):
        """Save the page with the digest of the statement it carries, where the words are saved too."""
        update_fields = kwargs.get("update_fields")
        if update_fields is None:
            self.statement_digest = statement_digest(self.specific)
        return super().save(*args, **kwargs)

    def with_content_json(self, content):
        """Return the page with a revision's content, but the digests of the stored row: they never travel."""
        page = super().with_content_json(content)
        page.statement_digest = self.statement_digest
        page.approved_digest = self.approved_digest
        return page
