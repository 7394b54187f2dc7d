"""The parts of every page that come from the settings: menu, contacts, alerts, footer links."""

from typing import NamedTuple

from django import template
from wagtail.models import AbstractPage, Site

from board.engines.pagecache import clock
from board.siteinfo.contacts import ContactGroup, group_by_reader
from board.siteinfo.models import Alert, BoardSettings
from board.siteinfo.models.alert import alerts_at, moments_after
from board.siteinfo.organization import static_url
from board.siteinfo.page_metadata import json_ld
from board.siteinfo.site_info import board_settings, site_info

register = template.Library()


class MenuLink(NamedTuple):
    """A page in the menu, and its ``aria-current``; empty where it has none."""

    page: AbstractPage
    current: str


def current_site(context) -> Site | None:
    """Return the Site of the request, or the default Site without a request."""
    request = context.get("request")
    return Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()


@register.simple_tag(takes_context=True)
def board(context) -> BoardSettings:
    """Return the settings of this Site."""
    return board_settings(context.get("request"))


@register.simple_tag(takes_context=True)
def board_contacts(context) -> list[ContactGroup]:
    """Return the contacts by reader; the national helplines where the board has none."""
    info = site_info(context.get("request"))
    return group_by_reader(info.contacts if info else [])


@register.simple_tag(takes_context=True)
def current_alerts(context) -> list[Alert]:
    """Return the alerts that are shown now, the most urgent first."""
    info = site_info(context.get("request"))
    now = clock.now()
    for moment in moments_after(info.alerts if info else [], now):
        clock.true_until(moment)
    return alerts_at(info.alerts if info else [], now)


@register.simple_tag(takes_context=True)
def footer_pages(context) -> list:
    """Return the public pages that the footer links to."""
    info = site_info(context.get("request"))
    return info.footer_pages if info else []


@register.simple_tag(takes_context=True)
def main_menu(context) -> list[MenuLink]:
    """Return the public pages under the home page that are shown in menus, and which of them is current."""
    info = site_info(context.get("request"))
    here = context.get("page")
    return [MenuLink(page, aria_current(page, here)) for page in info.menu] if info else []


def aria_current(page: AbstractPage, here: AbstractPage | None) -> str:
    """Return ``page`` for the page that is shown, ``true`` for the section that it is in, or an empty string."""
    if not here or not here.path.startswith(page.path):
        return ""
    return "page" if here.pk == page.pk else "true"


@register.simple_tag(takes_context=True)
def full_static(context, path: str) -> str:
    """Return the full URL of a static file, for link previews on other sites."""
    site = current_site(context)
    return static_url(site, path) if site else ""


register.filter("json_ld", json_ld)
