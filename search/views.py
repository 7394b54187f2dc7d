"""The search page."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from board.basepage.pagination import page_or_404
from search.analyser import terms
from search.query.parser import cleaned
from search.query.planner import Question, ask
from search.query.synonyms import synonyms
from search.rate_limit import may_search

from .engine import engine
from .facets import FACETS, ORDERS, VALUES, Choice, Choices, Selection, choices_of, popular_topics, selection_from
from .help_words import HELP_WORDS_OF_SITES
from .promotions import Promotion, promotions_for
from .results import PER_PAGE, Hit, Results

TOO_MANY_REQUESTS = 429


@dataclass
class Answer:
    """What the page prints."""

    text: str
    asks_for_help: bool = False
    question: Question | None = None
    selection: Selection | None = None
    results: Results | None = None
    listing: Page | None = None
    facets: list[Choices] = field(default_factory=list)
    popular_topics: list[Choice] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    promoted: list["Promoted"] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many pages there are: a template that asked the results would read the list each time."""
        return self.results.total if self.results else 0

    @property
    def chosen(self) -> list[Choice]:
        """Return the links that take a choice back."""
        return [choice for facet in self.facets for choice in facet.choices if choice.is_chosen]

    @property
    def orders(self) -> list[Choice]:
        """Return the links that change the order."""
        if self.selection is None or self.results is None:
            return []
        return [
            Choice(label, Selection(self.text, self.selection.chosen, order).path, 0, order == self.selection.order)
            for order, label in ORDERS.items()
        ]


@dataclass(frozen=True)
class Promoted:
    """A promoted result that anybody may follow: a page of this Site, or an address elsewhere."""

    promotion: Promotion
    page: Any


def answer(request, text: str, site: Site) -> Answer:
    """Return the answer to a cleaned text on a Site; raises ``Http404`` for a page of the list that is not there."""
    path = site.root_page.path
    values = VALUES.get(0, request)
    found = Answer(text, asks_for_help=HELP_WORDS_OF_SITES.get(site.pk, request).are_in(terms(text)))
    found.question = ask(engine(), text, synonyms(request), path)
    if found.question is None:
        return found
    if found.question.shown_for:
        found.asks_for_help |= HELP_WORDS_OF_SITES.get(site.pk, request).are_in(terms(found.question.shown_for))
    combinations = found.question.found.combinations
    found.selection = selection_from(text, request.GET, values, path, combinations)
    found.results = Results(engine(), found.question, found.selection, values, path)
    results: Any = found.results  # A Paginator asks for its length and for slices alone.
    found.listing = page_or_404(Paginator(results, PER_PAGE), request)
    every = [choices_of(facet, found.selection, combinations, values) for facet in FACETS]
    found.facets = [facet for facet in every if facet.choices]
    if not found.total:
        found.popular_topics = popular_topics(path, values)
    promotions = promotions_for(text, request)
    wanted = [promotion.page_id for promotion in promotions if promotion.page_id]
    found.hits, pages = found.results.hits(list(found.listing.object_list), wanted)
    found.promoted = [
        Promoted(promotion, pages.get(promotion.page_id or 0))
        for promotion in promotions
        if promotion.address or promotion.page_id in pages
    ]
    return found


@require_safe
def search(request):
    """
    Answer with the public pages of this Site that hold the words of ``?q=``, best first.

    Nothing of what was typed is stored or logged, and the page's title is the same for all.
    """
    text = cleaned(request.GET.get("q", ""))
    site = Site.find_for_request(request)
    if not text or site is None:
        return render(request, "pages/search.html", {"answer": Answer("")})
    if not may_search(request):
        response = render(request, "pages/search.html", {"answer": Answer(text), "is_limited": True})
        response.status_code = TOO_MANY_REQUESTS
        response["Retry-After"] = "30"
        return response
    response = render(request, "pages/search.html", {"answer": answer(request, text, site)})
    # Whoever uses this device next finds no results in its cache.
    response["Cache-Control"] = "private, no-store"
    return response
