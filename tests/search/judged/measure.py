"""Asks the fixed queries of a search and says how near the top the wanted pages stand."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, transaction

from board.basepage.models import BasePage
from tests.publication import address
from tests.search.client import ResultsPage, ask

QUERIES = Path(__file__).with_name("queries.toml")
# Readers look no further.
HITS = 10

# What finds pages: given what was typed it returns their addresses, best first.
Search = Callable[[str], list[str]]


@dataclass(frozen=True)
class Judgement:
    """How one query went: ``found`` are the addresses that came, best first."""

    category: str
    typed: str
    expected: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def score(self) -> float:
        """Return one divided by the place of the first wanted page among the first ten, or 0."""
        places = [place for place, found in enumerate(self.found[:HITS], start=1) if found in self.expected]
        return 1 / places[0] if places else 0.0


def queries() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return each query's category, words and wanted pages."""
    categories = tomllib.loads(QUERIES.read_text())
    return [
        (category, typed, tuple(expected))
        for category, queries_of in categories.items()
        for typed, expected in queries_of.items()
    ]


def judge(search: Search) -> list[Judgement]:
    """Ask all the queries."""
    return [Judgement(category, typed, expected, tuple(search(typed))) for category, typed, expected in queries()]


def mean(judgements: list[Judgement]) -> float:
    """Return the mean reciprocal rank."""
    return sum(judgement.score for judgement in judgements) / len(judgements)


def our_search(client) -> Search:
    """Return the public search, as a reader sees its first page."""

    def search(typed: str) -> list[str]:
        response = ask(client, q=typed)
        assert response.status_code == 200, typed
        return ResultsPage(response).addresses

    return search


def plain_search(typed: str) -> list[str]:
    """Return what Wagtail's own search finds; what it raises on, it has not found."""
    try:
        with transaction.atomic():
            return [address(page) for page in BasePage.objects.live().search(typed)[:HITS]]
    except (DatabaseError, ValueError, AttributeError, RecursionError):
        return []


def table(ours: list[Judgement], plain: list[Judgement], database: str) -> str:
    """Return the figures by category, and each query whose page is not first with what came instead."""
    lines = [f"Mean reciprocal rank on {database}", f"{'':20}{'queries':>8}{'plain':>8}{'ours':>8}"]
    for category in dict.fromkeys(judgement.category for judgement in ours):
        of_plain, of_ours = ([j for j in every if j.category == category] for every in (plain, ours))
        lines.append(f"{category:20}{len(of_ours):8}{mean(of_plain):8.2f}{mean(of_ours):8.2f}")
    lines.append(f"{'all':20}{len(ours):8}{mean(plain):8.3f}{mean(ours):8.3f}")
    for judgement in (judgement for judgement in ours if judgement.score < 1):
        came = ", ".join(judgement.found[:3]) or "nothing"
        lines.append(f"{judgement.score:.2f}  {judgement.typed}: wanted {judgement.expected[0]}, came {came}")
    return "\n".join(lines)
