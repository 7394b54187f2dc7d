"""Extracting the links to other sites from pages and settings of any model, by the types of their fields."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Site
from wagtail.rich_text import RichText

from board.approvals.statements import blocks_within


class _HrefParser(HTMLParser):
    """Collects the ``href`` of the links in rich text; links to our own pages and documents have none."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]


def hrefs(html: str) -> list[str]:
    """Return the URLs of the links in rich text, as it is stored."""
    parser = _HrefParser()
    parser.feed(html)
    parser.close()
    return parser.hrefs


def urls_in_block(block: blocks.Block, value) -> list[str]:
    """Return the URLs in the value of a block without child blocks."""
    if not value:
        return []
    if isinstance(value, RichText):
        return hrefs(value.source)
    if isinstance(block, blocks.URLBlock):
        # An embed is a URL block whose value has the URL.
        return [str(getattr(value, "url", value))]
    return []


# The types of fields that can hold a link.
LINK_FIELDS = (StreamField, RichTextField, models.URLField)


def link_field_names(model: type[models.Model]) -> set[str]:
    """Return the names of a model's fields that can hold a link."""
    return {field.name for field in model._meta.concrete_fields if isinstance(field, LINK_FIELDS)}


def urls_in_fields(instance: models.Model) -> Iterator[str]:
    """Yield the URLs in an instance's own fields: streams, rich text and URL fields."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if not value:
            continue
        if isinstance(field, StreamField):
            for block, block_value in blocks_within(value.stream_block, value):
                yield from urls_in_block(block, block_value)
        elif isinstance(field, RichTextField):
            yield from hrefs(value)
        elif isinstance(field, models.URLField):
            yield value


def is_external(url: str, own_hosts: set[str]) -> bool:
    """
    Return whether a link leads, or was meant to lead, to another site.

    ``www.example.org`` without a scheme was meant to; it leads nowhere, which the check reports.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return True
    if parts.scheme in {"http", "https"} or parts.netloc:
        return host not in own_hosts
    return url.casefold().startswith("www.")


def own_hosts() -> set[str]:
    """Return the host names of this site."""
    return {*Site.objects.values_list("hostname", flat=True), urlsplit(settings.BASE_URL).hostname or ""}


def external_links(instance: models.Model) -> set[str]:
    """
    Return the URLs of other sites that a specific page or a set of settings shows, child relations included.

    Fragments are left out: a server never sees them. One query where there is any URL.
    """
    urls = list(urls_in_fields(instance))
    for relation in get_all_child_relations(type(instance)):
        if not link_field_names(relation.related_model):
            continue  # Spares a query, for instance for an editor's comments.
        for child in getattr(instance, relation.get_accessor_name()).all():
            urls += urls_in_fields(child)
    links = {without_fragment(url) for url in urls}
    hosts = own_hosts() if links else set()
    return {url for url in links if url and is_external(url, hosts)}


def without_fragment(url: str) -> str:
    """Return a URL as it is requested from a server; one that can't be parsed is returned unchanged."""
    url = url.strip()
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        return urldefrag(url).url
    except ValueError:
        return url
