"""Tags for breadcrumbs and numbered lists."""

from django import template

register = template.Library()


@register.simple_tag
def page_numbers(listing):
    """Return the page numbers to offer: the ends, the neighbours of the current page, and ellipses between."""
    return listing.paginator.get_elided_page_range(listing.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def breadcrumb_pages(context, *, and_page) -> list:
    """Return the live ancestors of the current page from the home page down, and the page itself ``and_page``."""
    page = context["page"]
    return [*page.trail, page] if and_page else page.trail
