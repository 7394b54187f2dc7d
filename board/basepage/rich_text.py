"""
Rich text as it is stored, and as readers see it: a link leads to what they may see, or its words stand without one.

Wagtail renders the rich text of every field through the handlers here (``wagtail.rich_text.features``).
"""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.embeds.rich_text import MediaEmbedHandler
from wagtail.fields import RichTextField
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.rich_text import extract_references_from_rich_text
from wagtail.rich_text.pages import PageLinkHandler

from board.approvals.rich_text import PRIMARY_KEY
from board.characters import storable
from board.media.issues import blocking_issues
from board.media.models import BoardDocument

from .models import BasePage


def primary_key(attrs: dict) -> int | None:
    """Return the primary key in the attributes of a stored tag, or ``None`` where it has none."""
    value = attrs.get("id", "")
    return int(value) if PRIMARY_KEY.fullmatch(value) else None


def opening_tag(url: str) -> str:
    """Return the opening tag of a link; without ``href`` it is HTML's placeholder for a link, which reads as text."""
    return format_html('<a href="{}">', url) if url else "<a>"


class CheckedKeyMixin:
    """Finds no reference in a tag without a primary key, instead of failing."""

    @classmethod
    def extract_references(cls, attrs: dict):
        """Yield what a tag refers to, as Wagtail's reference index has it."""
        return super().extract_references(attrs) if primary_key(attrs) else ()  # type: ignore[misc]


class PublicPageLinkHandler(CheckedKeyMixin, PageLinkHandler):
    """Links to pages that readers may see."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        keys = [primary_key(attrs) for attrs in attrs_list]
        urls = BasePage.objects.public_urls([key for key in keys if key])
        return [opening_tag(urls.get(key, "")) for key in keys]


class PublicDocumentLinkHandler(CheckedKeyMixin, DocumentLinkHandler):
    """Links to documents that are not stopped: a public page makes those that its words link to public."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        keys = [primary_key(attrs) for attrs in attrs_list]
        documents = BoardDocument.objects.in_bulk({key for key in keys if key})
        urls = {pk: document.url for pk, document in documents.items() if not blocking_issues(document)}
        return [opening_tag(urls.get(key, "")) for key in keys]


class OmittedImageHandler(CheckedKeyMixin, ImageEmbedHandler):
    """Shows no image: no toolbar offers one, and its file may be private."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [""] * len(attrs_list)


class OmittedMediaHandler(MediaEmbedHandler):
    """Shows no media from elsewhere: no toolbar offers any, and the public site calls no other host."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [""] * len(attrs_list)


LINK_HANDLERS = (PublicPageLinkHandler, PublicDocumentLinkHandler)
EMBED_HANDLERS = (OmittedImageHandler, OmittedMediaHandler)


def references(page) -> Iterator[tuple[Any, Any]]:
    """Yield model and primary key of all that the streams and the rich text of a specific page refer to."""
    for name in page.get_streamfield_names():
        value = getattr(page, name)
        yield from ((model, key) for model, key, *_ in value.stream_block.extract_references(value))
    for field in page._meta.concrete_fields:
        if isinstance(field, RichTextField):
            html = getattr(page, field.attname)
            yield from ((model, key) for model, key, *_ in extract_references_from_rich_text(html))


def linked_page_ids(page) -> set[int]:
    """Return the primary keys of the pages that the streams and the rich text of a specific page link to."""
    return {int(key) for model, key in references(page) if issubclass(model, BasePage)}


class RichTextArea(DraftailRichTextArea):
    """
    The editor of all rich text, without characters that no database stores.

    A browser sends its text as JSON, in which half an emoji, as a cut in its middle leaves, and NUL pass every check.
    """

    def value_from_datadict(self, data, files, name):
        html = super().value_from_datadict(data, files, name)
        return html if html is None else storable(html)
