"""Index documents: what the index holds of a page, made from what the page gives it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from board.basepage.models import BasePage
from board.basepage.search_data import SearchData, SearchFile, get_search_files, get_search_text
from search.analyser import DIVIDER, line_of_terms, term_line
from search.models import index_id

from .vocabulary import extract_vocabulary

# What the column of combinations holds. A page of more topics is found by all of them, and narrowed down by those that
# fit.
MAX_COMBINATION = 1_000
# Control characters and surrogates, which no text needs and PostgreSQL cannot store.
UNSTORABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], " ") | dict.fromkeys(range(0xD800, 0xE000))


@dataclass(frozen=True)
class IndexDocument:
    """A public page as the index holds it; ``labels`` are the words of its facet values, by facet and value."""

    page_id: int
    index_id: int
    path: str
    title: str
    summary: str
    text: str
    labels: dict[tuple[str, str], str]
    date: dt.date | None = None
    files: list[SearchFile] = field(default_factory=list)

    @property
    def combination(self) -> str:
        """Return the facet values, in a fixed order."""
        values = [f"{facet}:{value}" for facet, value in self.labels]
        while len(combination := " ".join(values)) > MAX_COMBINATION:
            values.remove(max(value for value in values if value.startswith("topic:")))
        return combination

    @property
    def columns(self) -> dict[str, str]:
        """Return the columns of the ``IndexedPageText``, without those of the files."""
        return {
            "summary": self.summary,
            "text": self.text,
            "title_terms": term_line(self.title),
            "label_terms": term_line(" ".join([*self.labels.values(), day_and_month(self.date)])),
            "summary_terms": term_line(self.summary),
            "text_terms": term_line(self.text),
            "facet_terms": self.combination,
        }

    @property
    def vocabulary(self) -> set[str]:
        """Return the words that the page adds to the vocabulary."""
        return extract_vocabulary([self.title, self.summary, self.text, *self.labels.values()])


def build_document(page: BasePage) -> IndexDocument:
    """Return the index document of a public specific page."""
    data = page.get_search_data()
    return IndexDocument(
        page_id=page.pk,
        index_id=index_id(page.pk, data.date),
        path=page.path,
        title=storable(page.title),
        summary=storable(page.summary),
        text=storable(get_search_text(page)),
        labels=labels_of(data),
        date=data.date,
        files=get_search_files(page),
    )


def labels_of(data: SearchData) -> dict[tuple[str, str], str]:
    """Return the label of each facet value of a page, in the order of the facets."""
    labels = {("kind", data.kind.value): data.kind.label}
    if data.audience:
        labels["audience", data.audience.value] = data.audience.label
    labels |= {("topic", topic.value): topic.label for topic in sorted(data.topics)}
    if data.date:
        labels["year", f"{data.date:%Y}"] = f"{data.date:%Y}"
    return labels


def day_and_month(date: dt.date | None) -> str:
    """Return day and month as people type them; the year is a label already."""
    return f"{date.day} {date:%B}" if date else ""


def storable(text: str) -> str:
    """Return a text without the characters that not every database can store."""
    return text.translate(UNSTORABLE)


def unique_terms(lines: Iterable[str]) -> str:
    """Return each term of some lines of terms once, as databases store them."""
    return line_of_terms(sorted({term for line in lines for term in line.split()} - {DIVIDER}))
