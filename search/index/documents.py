"""What the index keeps of a page, made from what the page says of itself."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from board.basepage.models import BasePage
from board.basepage.search_data import SearchData, SearchFile, get_search_files, get_search_text
from search.analyser import term_line
from search.entries import entry_number
from search.index.vocabulary import words_of

# Characters that no text needs, and that PostgreSQL can't store.
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], " ") | dict.fromkeys(range(0xD800, 0xE000))


@dataclass(frozen=True)
class Record:
    """A public page as the index keeps it; ``labels`` are the words of the values of its facets."""

    page_id: int
    number: int
    path: str
    title: str
    summary: str
    text: str
    labels: dict[tuple[str, str], str]
    date: dt.date | None = None
    files: list[SearchFile] = field(default_factory=list)

    @property
    def combination(self) -> str:
        """Return the values of its facets, in a fixed order."""
        return " ".join(f"{facet}:{value}" for facet, value in self.labels)

    @property
    def columns(self) -> dict[str, str]:
        """Return what is kept of its own words and labels."""
        return {
            "summary": self.summary,
            "text": self.text,
            "title_terms": term_line(self.title),
            "label_terms": term_line(" ".join([*self.labels.values(), in_words(self.date)])),
            "summary_terms": term_line(self.summary),
            "text_terms": term_line(self.text),
            "facet_terms": self.combination,
        }

    def vocabulary(self) -> set[str]:
        """Return the words of its own that misspelt ones are compared with."""
        return words_of([self.title, self.summary, self.text, *self.labels.values()])


def in_words(date: dt.date | None) -> str:
    """Return day and month as people type them; the year is a label already."""
    return f"{date.day} {date:%B}" if date else ""


def storable(text: str) -> str:
    """Return a text without the characters that no database keeps."""
    return text.translate(CONTROL)


def labels_of(data: SearchData) -> dict[tuple[str, str], str]:
    """Return the values of the facets of a page, each with its words, in the order of the facets."""
    labels = {("kind", data.kind.value): data.kind.label}
    if data.audience:
        labels["audience", data.audience.value] = data.audience.label
    labels |= {("topic", topic.value): topic.label for topic in sorted(data.topics)}
    if data.date:
        labels["year", f"{data.date:%Y}"] = f"{data.date:%Y}"
    return labels


def record_of(page: BasePage) -> Record:
    """Return what the index keeps of a public specific page."""
    data = page.get_search_data()
    return Record(
        page_id=page.pk,
        number=entry_number(page.pk, data.date),
        path=page.path,
        title=storable(page.title),
        summary=storable(page.summary),
        text=storable(get_search_text(page)),
        labels=labels_of(data),
        date=data.date,
        files=get_search_files(page),
    )


def unique_terms(lines: Iterable[str]) -> str:
    """Return each term of some lines of terms once, as databases keep them."""
    found = {term for line in lines for term in line.split()}
    return f" {' '.join(sorted(found))} " if found else ""
