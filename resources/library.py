"""
Which resources the public finds in a library, kept so that counting them costs nothing.

Every order of the list has a shelf: the primary keys of all public resources in that order and, for each value of a
facet, a whole number whose bits say which of them have it. Combining choices is ``&``, counting ``int.bit_count()``:
microseconds at ten thousand resources. A process reads it all at once and keeps it until the stamp is renewed
(``receivers``); no query counts rows while somebody waits, and reading writes nothing.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from django.utils.text import slugify

from board.basepage.models import BasePage
from board.stamps.memory import Memory

from .items import ResourcePage

STAMP = "library"
# The facets' value for what the board has published itself.
OWN = "board"
NEWEST_FIRST, BY_TITLE = "date", "title"


class Value(NamedTuple):
    """A value of a facet, as addresses write both."""

    facet: str
    value: str


@dataclass(frozen=True)
class Shelf:
    """All public resources in one order, and which of them have a value."""

    pks: Sequence[int]
    members: dict[Value, int]

    @property
    def everything(self) -> int:
        """Return the bits of all resources."""
        return (1 << len(self.pks)) - 1

    def having(self, values: Iterable[Value]) -> int:
        """Return the bits of the resources that have all of these values."""
        bits = self.everything
        for value in values:
            bits &= self.members.get(value, 0)
        return bits

    def part(self, bits: int, start: int, stop: int) -> list[int]:
        """Return the primary keys from ``start`` up to ``stop`` of the resources that ``bits`` are set for."""
        return [self.pks[position] for position in islice(positions(bits), start, stop)]


@dataclass(frozen=True)
class Library:
    """What the public finds in a library: shelves by their order, words by value, and what has been replaced."""

    shelves: dict[str, Shelf]
    labels: dict[Value, str]
    replaced: frozenset[int]


def positions(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, from the lowest on."""
    for number, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        rest = byte
        while rest:
            yield number * 8 + (rest & -rest).bit_length() - 1
            rest &= rest - 1


@dataclass(frozen=True)
class Entry:
    """What of a resource decides where it stands and what it counts for."""

    pk: int
    by_date: tuple
    by_title: tuple
    values: tuple[Value, ...]


def public_resources(index_page):
    """Return the query set of the resources of a library that anybody may read."""
    return ResourcePage.objects.child_of(index_page).live().public()


def topics_of(resources) -> dict[int, list]:
    """Return slug and name of the topics of each resource, by its primary key."""
    links = ResourcePage.topics.through.objects.filter(resourcepage__in=resources.order_by().values("pk"))
    found: dict[int, list] = {}
    for pk, slug, name in links.values_list("resourcepage_id", "topic__slug", "topic__name"):
        found.setdefault(pk, []).append((slug, name))
    return found


def values_of(kind, audience, publisher, published_on, topics) -> Iterator[tuple[Value, str]]:
    """Yield the values that a resource with these fields has, each with its words."""
    yield Value("kind", kind), str(ResourcePage.Kind(kind).label)
    yield Value("audience", audience), str(ResourcePage.Audience(audience).label)
    for slug, name in topics:
        yield Value("topic", slug), name
    # Spellings that differ in case or punctuation alone are one publisher; its own words have no value to show.
    spelling = slugify(publisher, allow_unicode=True) if publisher else OWN
    if spelling:
        yield Value("publisher", spelling), publisher
    if published_on:
        yield Value("year", f"{published_on:%Y}"), f"{published_on:%Y}"


def shelf_of(entries: Iterable[Entry], size: int, count: int) -> Shelf:
    """Return the shelf of entries in their order; ``size`` is how many there are, in ``count`` bytes of bits."""
    pks = array("q", bytes(8 * size))
    members: dict[Value, bytearray] = {}
    for position, entry in enumerate(entries):
        pks[position] = entry.pk
        for value in entry.values:
            members.setdefault(value, bytearray(count))[position >> 3] |= 1 << (position & 7)
    return Shelf(pks, {value: int.from_bytes(bits, "little") for value, bits in members.items()})


def read_library(index_page_id: int) -> Library:
    """Return what the public finds in a library, read from the pages: three queries, whatever its size."""
    resources = public_resources(BasePage.objects.get(pk=index_page_id))
    replaced = frozenset(resources.order_by().exclude(replaces=None).values_list("replaces_id", flat=True))
    topics = topics_of(resources)
    labels: dict[Value, str] = {}
    entries = []
    fields = ("pk", "title", "kind", "audience", "publisher", "published_on")
    for pk, title, kind, audience, publisher, published_on in resources.order_by("pk").values_list(*fields):
        values = dict(values_of(kind, audience, publisher, published_on, topics.get(pk, ())))
        for value, words in values.items():
            labels.setdefault(value, words)
        # What has been replaced comes last, and before it what has no date.
        by_title = (pk in replaced, title.casefold(), pk)
        by_date = (pk in replaced, -published_on.toordinal() if published_on else 0, *by_title[1:])
        entries.append(Entry(pk, by_date, by_title, tuple(values)))
    count = (len(entries) + 7) // 8
    shelves = {
        NEWEST_FIRST: shelf_of(sorted(entries, key=attrgetter("by_date")), len(entries), count),
        BY_TITLE: shelf_of(sorted(entries, key=attrgetter("by_title")), len(entries), count),
    }
    return Library(shelves, labels, replaced)


LIBRARIES = Memory(STAMP, read_library)
