"""The filters of the news: a topic, a year, the statements."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from board.basepage.facets import FacetChoice
from resources.models import Topic


@dataclass(frozen=True)
class NewsFilter:
    """A filter of news items, with an address of its own under the index."""

    topic: Topic | None = None
    year: int | None = None
    statements: bool = False

    @property
    def path(self) -> str:
        """Return the filter's address under the index; empty for all of the news."""
        parts = ["statements"] if self.statements else []
        parts += ["topics", self.topic.slug] if self.topic else []
        parts += [str(self.year)] if self.year else []
        return "".join(f"{part}/" for part in parts)

    @property
    def feed_path(self) -> str:
        """Return the address of the filter's feed under the index."""
        return f"{self.path}feed/"

    @property
    def label(self) -> str:
        """Return the filter in words, such as ``Neglect, 2026``; empty for all of the news."""
        labels = ["Statements"] if self.statements else []
        labels += [self.topic.name] if self.topic else []
        labels += [str(self.year)] if self.year else []
        return ", ".join(labels)

    def apply(self, items):
        """Return the items of a query set that match."""
        if self.statements:
            items = items.statements()
        if self.topic:
            items = items.filter(topics=self.topic)
        return items.of_year(self.year) if self.year else items


def get_filter_or_404(topic: str | None, year: str | None, topics: Iterable[Topic]) -> NewsFilter:
    """
    Return the filter of an address's parts; ``topics`` are those of all public items.

    Raises ``Http404`` for any other topic: its name is nothing that readers see.
    """
    chosen = next((candidate for candidate in topics if candidate.slug == topic), None)
    if topic and chosen is None:
        raise Http404("No public item has such a topic.")
    return NewsFilter(topic=chosen, year=int(year) if year else None)


def topic_choices(current: NewsFilter, topics: Iterable[Topic]) -> list[FacetChoice]:
    """Return the choices of a topic, which keep the year; ``topics`` are those of all public items."""
    return [
        FacetChoice("All topics", NewsFilter(year=current.year).path, current.topic is None),
        *(FacetChoice(topic.name, NewsFilter(topic, current.year).path, topic == current.topic) for topic in topics),
    ]


def year_choices(current: NewsFilter, years: Iterable[int]) -> list[FacetChoice]:
    """Return the choices of a year, which keep the topic; ``years`` are those of all public items."""
    return [
        FacetChoice("All years", NewsFilter(current.topic).path, current.year is None),
        *(FacetChoice(str(year), NewsFilter(current.topic, year).path, year == current.year) for year in years),
    ]
