"""The pages that answer a question, each with the words that were found."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex
from wagtail.models import PageViewRestriction

from board.basepage.models import BasePage
from board.engines.pagecache.clock import today
from search.analyser import terms
from search.index.documents import storable
from search.query.expression import Concept
from search.query.planner import Question
from search.snippets import Extract, extract_of

from .engine import Engine, FileMatch
from .entries import PAGE_BITS, Entry
from .facets import DATE, Selection, Values, count_of
from .ranking import Asked, ranked, rarity

PER_PAGE = 10
# The places that are reckoned; beyond it a reader narrows the list down or sorts it by date.
MOST_RANKED = 200


@dataclass(frozen=True)
class FilePassage:
    """Where in a file of a page the words are."""

    title: str
    url: str
    number: int
    file_type: str


@dataclass(frozen=True)
class Hit:
    """A page that was found, with the piece of its words that shows why, and where in its files they are."""

    page: BasePage
    title: str
    date: dt.date | None
    labels: Sequence[str]
    extract: Extract
    passage: FilePassage | None


def shown_entries(numbers: Sequence[int], page_ids: Sequence[int]) -> QuerySet:
    """
    Return the query set of entries, by their numbers or their pages, that anybody may read at this moment.

    The index holds no others; but what a reader is shown is asked of the pages themselves, in the same query.
    """
    restricted = PageViewRestriction.objects.annotate(
        place=StrIndex(OuterRef("page__path"), F("page__path")),
    ).filter(place=1)
    wanted = Entry.objects.filter(Q(pk__in=numbers) | Q(page_id__in=page_ids), ~Exists(restricted), page__live=True)
    return wanted.select_related("text", "page")


class Results:
    """What answers a question under a selection, for a ``Paginator``."""

    def __init__(self, engine: Engine, question: Question, selection: Selection, values: Values, path: str) -> None:
        self.engine = engine
        self.question = question
        self.selection = selection
        self.values = values
        self.path = path
        self.total = count_of(selection.chosen, question.found.combinations, values)

    def __len__(self) -> int:
        return self.total if self.selection.order == DATE else min(self.total, MOST_RANKED)

    def __getitem__(self, part: slice) -> list[int]:
        """Return the numbers of the entries of a part of the list, in its order; one query."""
        if self.selection.order == DATE:
            found = self.engine.newest(self.question.expression, self.selection.chosen, self.path, part)
            return [entry for entry, _ in found]
        expressions = [self.question.expression, *self.question.also]
        concepts = self.question.concepts
        candidates = self.engine.candidates(expressions, concepts, self.selection.chosen, self.path)
        typed = terms(self.question.shown_for or self.selection.text)
        asked = Asked(concepts, [rarity(self.question.counts.get(concept, 0)) for concept in concepts], typed)
        return [candidate.entry for candidate in ranked(candidates, asked, today())[part]]

    def hits(self, numbers: Sequence[int], promoted: Sequence[int] = ()) -> tuple[list[Hit], dict[int, BasePage]]:
        """
        Return the hits of some entries in their order, and those of some promoted pages that anybody may read, by id.

        Two queries; the second only where a page carries files.
        """
        kept = {entry.pk: entry for entry in shown_entries(numbers, promoted)}
        shown = [kept[number] for number in numbers if number in kept]
        matches: dict[int, list[FileMatch]] = {}
        carriers = [entry.pk for entry in shown if entry.text.file_terms]
        for match in self.engine.file_matches(carriers, self.question.concepts):
            matches.setdefault(match.entry, []).append(match)
        hits = [hit_of(entry, matches.get(entry.pk, ()), self.question.concepts, self.values) for entry in shown]
        pages = {entry.page_id: entry.page for entry in kept.values() if entry.page_id in promoted}
        return hits, {pk: page for pk, page in pages.items() if page.path.startswith(self.path)}


def hit_of(entry: Entry, matches: Sequence[FileMatch], concepts: Sequence[Concept], values: Values) -> Hit:
    """Return the hit of an entry; the piece is of its own words, unless its files say more of what was looked for."""
    own = extract_of(entry.text.text, concepts)
    short = extract_of(entry.text.summary, concepts)
    # The summary is written to be read by itself: it does where the text shows no more of the words.
    shown = short if short.pieces and short.concepts >= own.in_piece else own
    best: tuple[Extract, FileMatch] | None = None
    for match in matches:
        piece = extract_of(match.text, concepts)
        if piece.concepts and (best is None or (piece.concepts, piece.in_piece) > (best[0].concepts, best[0].in_piece)):
            best = (piece, match)
    passage = None
    if best:
        piece, match = best
        if piece.in_piece > shown.in_piece:
            shown = piece
        passage = FilePassage(match.title, f"{match.url}#page={match.number}", match.number, match.file_type)
    day = entry.pk >> PAGE_BITS
    held = values.of_combination.get(entry.combination_id, frozenset())
    labels = [
        values.labels[value]
        for facet in ("kind", "topic")
        for value in sorted(held)
        if value.startswith(f"{facet}:") and value in values.labels
    ]
    return Hit(
        entry.page, storable(entry.page.title), dt.date.fromordinal(day) if day else None, labels, shown, passage
    )
