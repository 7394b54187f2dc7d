"""Results that the board puts first for certain words: Wagtail's own promotions, asked for without writing anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion

from board.engines.pagecache.named_versions import NamedVersionMemo
from search.analyser import terms

STAMP = "promotions"


@dataclass(frozen=True)
class Promotion:
    """A promoted result: a page, or an address elsewhere with its words."""

    page_id: int | None
    address: str
    words: str
    description: str


def read_promotions(_: int) -> dict[tuple[str, ...], Sequence[Promotion]]:
    """Return the promotions by the terms that they are for, in the board's own order."""
    found: dict[tuple[str, ...], list[Promotion]] = {}
    for promotion in SearchPromotion.objects.select_related("query").order_by("sort_order", "pk"):
        words = promotion.external_link_text or promotion.external_link_url
        found.setdefault(tuple(terms(promotion.query.query_string)), []).append(
            Promotion(promotion.page_id, promotion.external_link_url, words, promotion.description)
        )
    return dict(found)


PROMOTIONS = NamedVersionMemo(STAMP, read_promotions)


def promotions_for(text: str, request) -> Sequence[Promotion]:
    """Return what is promoted for what was typed, whatever its endings and capital letters."""
    return PROMOTIONS.get(0, request).get(tuple(terms(text)), ())
