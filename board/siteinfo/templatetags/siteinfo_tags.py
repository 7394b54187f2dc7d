"""What every page says of the board: its menu, whom to ring, its alerts, the links at the foot."""

from typing import NamedTuple

from django import template
from wagtail.models import AbstractPage, Site

from board.engines.pagecache import clock
from board.siteinfo.alerts import Alert, alerts_at, moments_after
from board.siteinfo.contacts import Reader, by_reader
from board.siteinfo.models import BoardSettings
from board.siteinfo.organization import static_address
from board.siteinfo.page_metadata import json_ld
from board.siteinfo.remembered import board_of, site_info

register = template.Library()


class MenuItem(NamedTuple):
    """A page in the menu, and what ``aria-current`` says of it beside the page that is shown; empty: nothing."""

    page: AbstractPage
    current: str


def current_site(context) -> Site | None:
    """Return the Site of the request, the default one where a page is made without a request."""
    request = context.get("request")
    return Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()


@register.simple_tag(takes_context=True)
def board(context) -> BoardSettings:
    """Return the board of this Site."""
    return board_of(context.get("request"))


@register.simple_tag(takes_context=True)
def board_contacts(context) -> list[Reader]:
    """Return whom to ring, split by reader; the national helplines where the board has named nobody."""
    info = site_info(context.get("request"))
    return by_reader(info.contacts if info else [])


@register.simple_tag(takes_context=True)
def current_alerts(context) -> list[Alert]:
    """Return the alerts that stand over every page now, the most urgent first."""
    info = site_info(context.get("request"))
    now = clock.now()
    for moment in moments_after(info.alerts if info else [], now):
        clock.true_until(moment)
    return alerts_at(info.alerts if info else [], now)


@register.simple_tag(takes_context=True)
def footer_pages(context) -> list:
    """Return the public pages that the foot of every page links to."""
    info = site_info(context.get("request"))
    return info.footer_pages if info else []


@register.simple_tag(takes_context=True)
def main_menu(context) -> list[MenuItem]:
    """Return the public pages under the home page that are marked to stand in menus, and where among them we are."""
    info = site_info(context.get("request"))
    here = context.get("page")
    return [MenuItem(page, current(page, here)) for page in info.menu] if info else []


def current(page: AbstractPage, here: AbstractPage | None) -> str:
    """Return what ``aria-current`` says of a page in the menu: that it is shown, or one in its section is."""
    if not here or not here.path.startswith(page.path):
        return ""
    return "page" if here.pk == page.pk else "true"


@register.simple_tag(takes_context=True)
def full_static(context, path: str) -> str:
    """Return the full address of a static file, for those who look at a page from elsewhere."""
    site = current_site(context)
    return static_address(site, path) if site else ""


register.filter("json_ld", json_ld)
