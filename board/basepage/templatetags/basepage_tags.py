"""What lists of pages have in common."""

from django import template

register = template.Library()


@register.simple_tag
def page_numbers(listing):
    """Return the numbers to offer beside one page of a list: the ends, the neighbours, and an ellipsis between."""
    return listing.paginator.get_elided_page_range(listing.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def steps_above(context, *, and_page) -> list:
    """Return the live pages above the page that is shown, from the home page down, and it too where that is asked."""
    page = context["page"]
    return [*page.trail, page] if and_page else page.trail
