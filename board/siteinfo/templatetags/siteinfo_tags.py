"""What every page says of the board: its menu, whom to ring, the links at the foot."""

from django import template
from wagtail.models import Site

from board.siteinfo.models import BoardSettings

register = template.Library()


def current_site(context) -> Site | None:
    """Return the Site of the request, the default one where a page is made without a request."""
    request = context.get("request")
    return Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()


@register.simple_tag(takes_context=True)
def board(context) -> BoardSettings:
    """Return the board's settings; they are kept on the request, so that asking again costs nothing."""
    request = context.get("request")
    return BoardSettings.for_request(request) if request else BoardSettings.for_site(current_site(context))


@register.simple_tag(takes_context=True)
def board_contacts(context):
    """Return the contacts, in the board's own order."""
    return board(context).contacts.all()


@register.simple_tag(takes_context=True)
def footer_pages(context) -> list:
    """Return the public pages that the foot of every page links to."""
    links = board(context).footer_links.select_related("page").filter(page__live=True)
    return [link.page for link in links]


@register.simple_tag(takes_context=True)
def main_menu(context) -> list:
    """Return the public pages under the home page that are marked to stand in menus."""
    site = current_site(context)
    return list(site.root_page.get_children().live().public().in_menu()) if site else []
