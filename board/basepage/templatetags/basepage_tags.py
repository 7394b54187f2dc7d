"""What lists of pages have in common."""

from django import template

register = template.Library()


@register.simple_tag
def page_numbers(listing):
    """Return the numbers to offer beside one page of a list: the ends, the neighbours, and an ellipsis between."""
    return listing.paginator.get_elided_page_range(listing.number, on_each_side=1, on_ends=1)


@register.filter
def within(page, section) -> bool:
    """Say whether a page stands in a section of the tree, or is it."""
    return bool(page) and page.path.startswith(section.path)
