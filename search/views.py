"""The search page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from board.basepage.models import BasePage
from board.basepage.pagination import page_or_404

from .engine import get_engine
from .facets import FACETS, INDEXED_FACETS, get_filter, popular_topics, search_choices
from .help_words import HELP_WORDS_OF_SITES
from .planner import QueryPlan, plan_query
from .promotions import Promotion, promotions_for
from .query.query_parser import clean_query
from .query.synonyms import SYNONYMS
from .rate_limit import may_search
from .results import PER_PAGE, ResultList

TEMPLATE = "pages/search.html"
TOO_MANY_REQUESTS = 429
RETRY_AFTER = "30"


@dataclass(frozen=True)
class PromotedResult:
    """A promotion that readers can follow: to a public page of this Site, or to an address elsewhere."""

    promotion: Promotion
    page: BasePage | None


@require_safe
def search(request):
    """
    Show the public pages of this Site that match ``?q=``, best first.

    Nothing of the query is stored or logged, and the title of the page is the same for every query.
    """
    text = clean_query(request.GET.get("q", ""))
    site = Site.find_for_request(request)
    if not text or site is None:
        return render(request, TEMPLATE, {"text": "", "plan": None})
    if not may_search(request):
        response = render(request, TEMPLATE, {"text": text, "is_limited": True}, status=TOO_MANY_REQUESTS)
        response["Retry-After"] = RETRY_AFTER
        return response
    plan = plan_query(get_engine(), text, SYNONYMS.get(0, request), site.root_page.path)
    context = {"text": text, "plan": plan, "asks_for_help": asks_for_help(request, site, text, plan)}
    if plan:
        context |= results_context(request, text, plan, site.root_page.path)
    response = render(request, TEMPLATE, context)
    # The next person to use this device finds no results in its cache.
    response["Cache-Control"] = "private, no-store"
    return response


def asks_for_help(request: HttpRequest, site: Site, text: str, plan: QueryPlan | None) -> bool:
    """Return whether a query, or its correction, holds help words."""
    help_words = HELP_WORDS_OF_SITES.get(site.pk, request)
    return help_words.are_in(text) or bool(plan and help_words.are_in(plan.corrected_query))


def results_context(request: HttpRequest, text: str, plan: QueryPlan, path: str) -> dict[str, Any]:
    """Return what the template shows of the results of a plan; raises ``Http404`` for a page that the list lacks."""
    facets = INDEXED_FACETS.get(0, request)
    combinations = plan.matches.combinations
    current = get_filter(text, request.GET, facets, path, combinations)
    results = ResultList(get_engine(), plan, current, facets, path)
    of_facets = [search_choices(current, facet, combinations, facets) for facet in FACETS]
    return {
        **hits_context(request, results, promotions_for(text, request)),
        # Not len(results), which stops at the last place that is ranked.
        "total": results.total,
        "parameters": current.parameters,
        "facets": [of_facet for of_facet in of_facets if of_facet.choices],
        "chosen": [choice for of_facet in of_facets for choice in of_facet.choices if choice.is_chosen],
        "orders": current.order_choices(),
        "popular_topics": [] if results.total else popular_topics(path, facets),
    }


def hits_context(request: HttpRequest, results: Any, promotions: Iterable[Promotion]) -> dict[str, Any]:
    """Return the hits on the page of the list that is asked for, and the promoted results above them."""
    listing = page_or_404(Paginator(results, PER_PAGE), request)
    promoted_ids = [promotion.page_id for promotion in promotions if promotion.page_id]
    hits, pages = results.hits(list(listing.object_list), promoted_ids)
    promoted = [
        PromotedResult(promotion, pages.get(promotion.page_id or 0))
        for promotion in promotions
        if promotion.url or promotion.page_id in pages
    ]
    return {"listing": listing, "hits": hits, "promoted": promoted}
