"""
Which resources the public finds in a library, indexed so that counting them costs nothing.

Each order of the list has a bitmap index: the primary keys of all public resources in that order and, for each value
of a facet, an integer whose bits say which of them have it. Combining choices is ``&``, counting ``int.bit_count()``:
microseconds at ten thousand resources. A process reads the index once and keeps it until the version is renewed
(``receivers``): no query counts rows while a reader waits, and reading writes nothing.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from django.utils.text import slugify

from board.basepage.facets import FacetValue
from board.basepage.models import BasePage
from board.engines.pagecache.named_versions import NamedVersionMemo

from .models.resource_page import ResourcePage

LIBRARY_VERSION = "library"
# The publisher in addresses of what the board has published itself.
OWN = "board"
NEWEST_FIRST, BY_TITLE = "date", "title"


@dataclass(frozen=True)
class BitmapIndex:
    """The public resources in one order, and for each value of a facet a bitmap of those that have it."""

    pks: Sequence[int]
    bitmaps: dict[FacetValue, int]

    def matching(self, values: Iterable[FacetValue]) -> int:
        """Return the bitmap of the resources that have all of some values."""
        matches = (1 << len(self.pks)) - 1
        for value in values:
            matches &= self.bitmaps.get(value, 0)
        return matches

    def pks_in(self, bitmap: int, start: int, stop: int) -> list[int]:
        """Return the primary keys of the resources in a bitmap, from the ``start``-th up to the ``stop``-th."""
        return [self.pks[position] for position in islice(positions(bitmap), start, stop)]


def positions(bitmap: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, from the lowest on."""
    for number, byte in enumerate(bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little")):
        rest = byte
        while rest:
            yield number * 8 + (rest & -rest).bit_length() - 1
            rest &= rest - 1


@dataclass(frozen=True)
class LibraryIndex:
    """The public resources of a library in each order, the words of each value, and which have been replaced."""

    by_order: dict[str, BitmapIndex]
    labels: dict[FacetValue, str]
    replaced: frozenset[int]


@dataclass(frozen=True)
class IndexedResource:
    """The sort keys of a resource and its values."""

    pk: int
    by_date: tuple
    by_title: tuple
    values: tuple[FacetValue, ...]


def public_resources(index_page):
    """Return the query set of the public resources of a library."""
    return ResourcePage.objects.child_of(index_page).live().public()


def topics_by_resource(resources) -> dict[int, list]:
    """Return slug and name of the topics of each resource, by its primary key."""
    links = ResourcePage.topics.through.objects.filter(resourcepage__in=resources.order_by().values("pk"))
    topics: dict[int, list] = {}
    for pk, slug, name in links.values_list("resourcepage_id", "topic__slug", "topic__name"):
        topics.setdefault(pk, []).append((slug, name))
    return topics


def values_of(kind, audience, publisher, published_on, topics) -> Iterator[tuple[FacetValue, str]]:
    """Yield the values that a resource with these fields has, each with its words."""
    yield FacetValue("kind", kind), str(ResourcePage.Kind(kind).label)
    yield FacetValue("audience", audience), str(ResourcePage.Audience(audience).label)
    for slug, name in topics:
        yield FacetValue("topic", slug), name
    # Spellings that differ in case or punctuation alone are one publisher; the board's name is not stored here.
    spelling = slugify(publisher, allow_unicode=True) if publisher else OWN
    if spelling:
        yield FacetValue("publisher", spelling), publisher
    if published_on:
        yield FacetValue("year", f"{published_on:%Y}"), f"{published_on:%Y}"


def build_bitmap_index(resources: Sequence[IndexedResource]) -> BitmapIndex:
    """Return the bitmap index of resources in their order."""
    bitmaps: dict[FacetValue, bytearray] = {}
    for position, resource in enumerate(resources):
        for value in resource.values:
            bitmap = bitmaps.setdefault(value, bytearray((len(resources) + 7) // 8))
            bitmap[position >> 3] |= 1 << (position & 7)
    pks = array("q", (resource.pk for resource in resources))
    return BitmapIndex(pks, {value: int.from_bytes(bitmap, "little") for value, bitmap in bitmaps.items()})


def read_library_index(index_page_id: int) -> LibraryIndex:
    """Return the index of a library, read from its pages in three queries, whatever its size."""
    resources = public_resources(BasePage.objects.get(pk=index_page_id))
    replaced = frozenset(resources.order_by().exclude(replaces=None).values_list("replaces_id", flat=True))
    topics = topics_by_resource(resources)
    labels: dict[FacetValue, str] = {}
    indexed = []
    fields = ("pk", "title", "kind", "audience", "publisher", "published_on")
    for pk, title, kind, audience, publisher, published_on in resources.order_by("pk").values_list(*fields):
        values = dict(values_of(kind, audience, publisher, published_on, topics.get(pk, ())))
        for value, words in values.items():
            labels.setdefault(value, words)
        # What has been replaced comes last, and before it what has no date.
        by_title = (pk in replaced, title.casefold(), pk)
        by_date = (pk in replaced, -published_on.toordinal() if published_on else 0, *by_title[1:])
        indexed.append(IndexedResource(pk, by_date, by_title, tuple(values)))
    by_order = {
        NEWEST_FIRST: build_bitmap_index(sorted(indexed, key=attrgetter("by_date"))),
        BY_TITLE: build_bitmap_index(sorted(indexed, key=attrgetter("by_title"))),
    }
    return LibraryIndex(by_order, labels, replaced)


LIBRARY_INDEXES = NamedVersionMemo(LIBRARY_VERSION, read_library_index)
