"""
Which resources the public finds in a library, indexed so that counting them costs nothing.

For each value of a facet the index has the set of primary keys of the public resources that have it: combining
choices is intersecting sets. A process reads the index once and keeps it until the version is renewed (``receivers``):
no query counts rows while a reader waits, and reading writes nothing.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
class LibraryIndex:
    """
    The primary keys of the public resources of a library, in each order and by each value of a facet.

    ``labels`` has the words of each value, ``replaced`` the resources that another public one has replaced.
    """

    orders: Mapping[str, Sequence[int]]
    pks: frozenset[int]
    pks_by_value: Mapping[FacetValue, frozenset[int]]
    labels: Mapping[FacetValue, str]
    replaced: frozenset[int]

    def matching(self, values: Sequence[FacetValue]) -> frozenset[int]:
        """Return the resources that have all of some values."""
        smallest_first = sorted((self.pks_by_value[value] for value in values), key=len)
        return frozenset.intersection(*smallest_first) if smallest_first else self.pks

    def counts(self, facet: str, values: Sequence[FacetValue]) -> dict[FacetValue, int]:
        """Return for each value of a facet how many of the resources that have all of some values have it too."""
        matches = self.matching(values)
        return {
            value: len(matches & pks) if values else len(pks)
            for value, pks in self.pks_by_value.items()
            if value.facet == facet
        }


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
    for name, value, choices in (("kind", kind, ResourcePage.Kind), ("audience", audience, ResourcePage.Audience)):
        # A draft may leave even these empty.
        if value in choices.values:
            yield FacetValue(name, value), str(choices(value).label)
    for slug, name in topics:
        yield FacetValue("topic", slug), name
    # Spellings that differ in case or punctuation alone are one publisher; the board's name is not stored here.
    spelling = slugify(publisher, allow_unicode=True) if publisher else OWN
    if spelling:
        yield FacetValue("publisher", spelling), publisher
    if published_on:
        yield FacetValue("year", f"{published_on:%Y}"), f"{published_on:%Y}"


def read_library_index(index_page_id: int) -> LibraryIndex:
    """Return the index of a library, read from its pages in three queries, whatever its size."""
    resources = public_resources(BasePage.objects.get(pk=index_page_id))
    replaced = frozenset(resources.order_by().exclude(replaces=None).values_list("replaces_id", flat=True))
    topics = topics_by_resource(resources)
    labels: dict[FacetValue, str] = {}
    pks_by_value: dict[FacetValue, set[int]] = {}
    by_title: dict[int, tuple] = {}
    by_date: dict[int, tuple] = {}
    fields = ("pk", "title", "kind", "audience", "publisher", "published_on")
    for pk, title, kind, audience, publisher, published_on in resources.order_by("pk").values_list(*fields):
        for value, label in values_of(kind, audience, publisher, published_on, topics.get(pk, ())):
            labels.setdefault(value, label)
            pks_by_value.setdefault(value, set()).add(pk)
        # What has been replaced comes last, and before it what has no date.
        by_title[pk] = (pk in replaced, title.casefold(), pk)
        by_date[pk] = (pk in replaced, -published_on.toordinal() if published_on else 0, *by_title[pk][1:])
    return LibraryIndex(
        orders={
            NEWEST_FIRST: array("q", sorted(by_date, key=by_date.__getitem__)),
            BY_TITLE: array("q", sorted(by_title, key=by_title.__getitem__)),
        },
        pks=frozenset(by_title),
        pks_by_value={value: frozenset(pks) for value, pks in pks_by_value.items()},
        labels=labels,
        replaced=replaced,
    )


LIBRARY_INDEXES = NamedVersionMemo(LIBRARY_VERSION, read_library_index)
