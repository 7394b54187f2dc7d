"""Which links to other sites a page, or a set of settings, shows; of any type, by the kinds of its fields."""

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


class _Hrefs(HTMLParser):
    """Collects where the links of a piece of rich text lead; those to pages and documents here have no ``href``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def hrefs(html: str) -> list[str]:
    """Return where the links in rich text, as it is stored, lead."""
    parser = _Hrefs()
    parser.feed(html)
    parser.close()
    return parser.found


def in_block(block: blocks.Block, value) -> list[str]:
    """Return the addresses in the value of a block that has no others within it."""
    if not value:
        return []
    if isinstance(value, RichText):
        return hrefs(value.source)
    if isinstance(block, blocks.URLBlock):
        # An embed is a URL block whose value knows its address.
        return [str(getattr(value, "url", value))]
    return []


# The kinds of fields that can hold a link.
KINDS = (StreamField, RichTextField, models.URLField)


def columns_of_links(model: type[models.Model]) -> set[str]:
    """Return the names of a model's fields that can hold a link."""
    return {field.name for field in model._meta.concrete_fields if isinstance(field, KINDS)}


def in_fields(instance: models.Model) -> Iterator[str]:
    """Yield the addresses in a model's own fields: streams, rich text and addresses, whatever they are called."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if not value:
            continue
        if isinstance(field, StreamField):
            for block, within in blocks_within(value.stream_block, value):
                yield from in_block(block, within)
        elif isinstance(field, RichTextField):
            yield from hrefs(value)
        elif isinstance(field, models.URLField):
            yield value


def is_elsewhere(url: str, own_hosts: set[str]) -> bool:
    """
    Say whether what stands in a link leads, or was meant to lead, to another site.

    ``www.example.org`` without a scheme was: it leads nowhere, which is worth knowing.
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
    """Return the names that this site has itself."""
    return {*Site.objects.values_list("hostname", flat=True), urlsplit(settings.BASE_URL).hostname or ""}


def links_of(instance: models.Model) -> set[str]:
    """
    Return the addresses elsewhere that a specific page or a set of settings shows, children's fields included.

    What stands after ``#`` is left out: a server never sees it. One query where there is an address at all.
    """
    found = list(in_fields(instance))
    for relation in get_all_child_relations(type(instance)):
        if not columns_of_links(relation.related_model):
            continue  # Spares a query, for instance for an editor's comments.
        for child in getattr(instance, relation.get_accessor_name()).all():
            found += in_fields(child)
    addresses = {without_fragment(url) for url in found}
    hosts = own_hosts() if addresses else set()
    return {url for url in addresses if url and is_elsewhere(url, hosts)}


def without_fragment(url: str) -> str:
    """Return an address as a server is asked for it; one that can't be read is left as it is."""
    url = url.strip()
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        return urldefrag(url).url
    except ValueError:
        return url
