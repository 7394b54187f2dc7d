"""How Wagtail renders rich text and the links in it."""

from wagtail import hooks

from .models import BasePage
from .rich_text import EMBED_HANDLERS, LINK_HANDLERS, linked_page_ids


@hooks.register("register_rich_text_features", order=100)
def register_rich_text_handlers(features) -> None:
    """Put the board's handlers in the places of Wagtail's, which are registered first."""
    for handler in LINK_HANDLERS:
        features.register_link_type(handler)
    for handler in EMBED_HANDLERS:
        features.register_embed_type(handler)


@hooks.register("before_serve_page", order=100)
def read_linked_pages(page, request, args, kwargs) -> None:
    """Read the pages that a page links to at once, and not again for each of its blocks."""
    BasePage.objects.public_urls(linked_page_ids(page))
