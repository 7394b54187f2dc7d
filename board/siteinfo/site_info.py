"""
The content that every page of a Site has in common, cached until it changes.

Every page needs it and it changes a few times a month; without the cache it costs six queries a page.
"""

from dataclasses import dataclass

from swapper import load_model
from wagtail.models import Site

from board.engines.pagecache.named_versions import NamedVersionMemo

from .models import Alert, BoardSettings, Contact

STAMP = "siteinfo"


@dataclass(frozen=True)
class SiteInfo:
    """A Site's settings, contacts, alerts, menu and footer links; not to be modified."""

    board: BoardSettings
    contacts: list[Contact]
    alerts: list[Alert]
    menu: list
    footer_pages: list


def read_site_info(site_id: int) -> SiteInfo:
    """Return the content from the database."""
    site = Site.objects.select_related("root_page").get(pk=site_id)
    board = BoardSettings.for_site(site)
    # Lists on the instance itself, so that using them costs no query.
    board.contacts, board.alerts = list(board.contacts.all()), list(board.alerts.all())
    public = load_model("wagtailcore", "Page").objects.live().public()
    links = board.footer_links.select_related("page").filter(page__in=public)
    return SiteInfo(
        board=board,
        contacts=list(board.contacts.all()),
        alerts=list(board.alerts.all()),
        menu=list(site.root_page.get_children().live().public().in_menu()),
        footer_pages=[link.page for link in links],
    )


SITE_INFO = NamedVersionMemo(STAMP, read_site_info)


def site_info(request) -> SiteInfo | None:
    """
    Return the content of a request's Site, or ``None`` for a host without a Site.

    Without a request, return that of the default Site.
    """
    site = Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()
    return SITE_INFO.get(site.pk, request) if site else None


def board_settings(request) -> BoardSettings:
    """Return the settings of a request's Site, not to be modified; the default Site's without a request."""
    info = site_info(request)
    return info.board if info else BoardSettings.for_request(request)
