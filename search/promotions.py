"""Promoted results, which Wagtail's search promotions hold, read without writing anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion

from board.engines.pagecache.named_versions import NamedVersionMemo

from .analyser import joined_term, terms

VERSION = "promotions"


@dataclass(frozen=True)
class Promotion:
    """A promoted page, or a promoted address elsewhere with its text."""

    page_id: int | None
    url: str
    text: str
    description: str


def read_promotions(_: int) -> dict[tuple[str, ...], Sequence[Promotion]]:
    """Return the promotions in the editors' order, by the terms that they are for, together and apart."""
    by_terms: dict[tuple[str, ...], list[Promotion]] = {}
    for promotion in SearchPromotion.objects.select_related("query").order_by("sort_order", "pk"):
        text = promotion.external_link_text or promotion.external_link_url
        query = promotion.query.query_string
        for key in {tuple(terms(query)), (joined_term(query),)}:
            by_terms.setdefault(key, []).append(
                Promotion(promotion.page_id, promotion.external_link_url, text, promotion.description)
            )
    return dict(by_terms)


PROMOTIONS = NamedVersionMemo(VERSION, read_promotions)


def promotions_for(text: str, request) -> Sequence[Promotion]:
    """Return the promotions for a query, whatever its endings, capital letters, hyphens and spaces."""
    promotions = PROMOTIONS.get(0, request)
    return promotions.get(tuple(terms(text))) or promotions.get((joined_term(text),), ())
