"""What of the news a reader has chosen to see: a topic, a year, the statements."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from resources.models import Topic


@dataclass(frozen=True)
class Selection:
    """A choice of news items, with an address of its own under the index."""

    topic: Topic | None = None
    year: int | None = None
    statements: bool = False

    @property
    def path(self) -> str:
        """Return its address under the index; empty for all of the news."""
        parts = ["statements"] if self.statements else []
        parts += ["topics", self.topic.slug] if self.topic else []
        parts += [str(self.year)] if self.year else []
        return "".join(f"{part}/" for part in parts)

    @property
    def feed_path(self) -> str:
        """Return the address of its feed under the index."""
        return f"{self.path}feed/"

    @property
    def in_words(self) -> str:
        """Return what was chosen, such as ``Neglect, 2026``; empty for all of the news."""
        chosen = ["Statements"] if self.statements else []
        chosen += [self.topic.name] if self.topic else []
        chosen += [str(self.year)] if self.year else []
        return ", ".join(chosen)

    def of(self, items):
        """Return the items that were chosen out of a query set of news items."""
        if self.statements:
            items = items.statements()
        if self.topic:
            items = items.filter(topics=self.topic)
        return items.of_year(self.year) if self.year else items


def selection_for(topic: str | None, year: str | None) -> Selection:
    """Return the selection that an address names; raises ``Http404`` for a topic that is not there."""
    chosen = Topic.objects.filter(slug=topic).first() if topic else None
    if topic and chosen is None:
        raise Http404("There is no such topic.")
    return Selection(topic=chosen, year=int(year) if year else None)


@dataclass(frozen=True)
class Choice:
    """A link that changes the selection."""

    label: str
    path: str
    is_chosen: bool


def topic_choices(selection: Selection, topics: Iterable[Topic]) -> list[Choice]:
    """Return the topics that a reader may choose, with the year kept; ``topics`` are those of all public items."""
    everything = Choice("All topics", Selection(year=selection.year).path, selection.topic is None)
    return [
        everything,
        *(Choice(topic.name, Selection(topic, selection.year).path, topic == selection.topic) for topic in topics),
    ]


def year_choices(selection: Selection, years: Iterable[int]) -> list[Choice]:
    """Return the years that a reader may choose, with the topic kept; ``years`` are those of all public items."""
    return [
        Choice("All years", Selection(selection.topic).path, selection.year is None),
        *(Choice(str(year), Selection(selection.topic, year).path, year == selection.year) for year in years),
    ]
