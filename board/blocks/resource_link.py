"""A link to more: "Further information", "Source"."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from .base import CrossFieldStructBlock, exactly_one
from .link_text import LinkTextBlock


class ResourceLinkValue(blocks.StructValue):
    """The words and the address of the link."""

    @property
    def link_text(self) -> str:
        """Return the words of the link: its title, or its source."""
        return self.get("title") or self.get("source") or ""

    @property
    def label(self) -> str:
        """Return what stands before the link."""
        return "Further information" if self.get("title") else "Source"

    @property
    def href(self) -> str:
        """Return the address; empty while it is missing or readers may not see its page."""
        page = self.get("page")
        if page:
            return page.public_url
        return self.get("url") or ""


class ResourceLinkBlock(CrossFieldStructBlock):
    """A link to a page of this site or to an address elsewhere; a title, or at least the source, names it."""

    title = LinkTextBlock(max_length=255, required=False, help_text="What the link leads to. Empty for a bare source.")
    page = blocks.PageChooserBlock(required=False, page_type="basepage.BasePage", help_text="A page of this site, or:")
    url = blocks.URLBlock(required=False, label="Address", help_text="An address elsewhere.", max_length=2000)
    source = blocks.CharBlock(max_length=255, required=False, help_text="Whose it is, such as NSPCC.")
    description = blocks.TextBlock(required=False, help_text="A sentence on what readers find there.", rows=2)

    class Meta:
        icon = "link"
        label = "Resource link"
        group = "Links and files"
        description = "A link under “Further information” or “Source”, to a page here or an address elsewhere."
        template = "blocks/resource_link.html"
        value_class = ResourceLinkValue
        label_format = "Resource link: {title}"
        preview_value = {
            "title": "Signs of neglect: a short guide",
            "url": "https://www.example.org/neglect",
            "source": "Example charity",
            "description": "Eight pages for people who work with families.",
        }

    def errors_between_fields(self, value) -> dict[str, ValidationError]:
        """Return what a complete link lacks: exactly one of page and address, and words."""
        if self.is_deferred_validation:
            return {}
        errors = exactly_one(value, "page", "url", "Choose a page of this site or give an address: one of the two.")
        if not value.get("title") and not value.get("source"):
            errors["title"] = ValidationError("Give a title, or at least the source: a link needs words.")
        return errors
