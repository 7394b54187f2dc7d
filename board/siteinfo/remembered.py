"""
What stands on every page of a Site, remembered until it changes.

It is asked for with every page and changes a few times a month: six queries for each reader otherwise.
"""

from dataclasses import dataclass

from wagtail.models import Site

from board.engines.pagecache.named_versions import NamedVersionMemo

from .alerts import Alert
from .contacts import Contact
from .models import BoardSettings

STAMP = "siteinfo"


@dataclass(frozen=True)
class SiteInfo:
    """The board of a Site with its contacts, alerts, menu and the links at its foot; nobody changes any of them."""

    board: BoardSettings
    contacts: list[Contact]
    alerts: list[Alert]
    menu: list
    footer_pages: list


def read_site_info(site_id: int) -> SiteInfo:
    """Return what stands on every page of a Site, read from the database."""
    site = Site.objects.select_related("root_page").get(pk=site_id)
    board = BoardSettings.for_site(site)
    # Held by the object itself, so that whoever asks it for them asks no database.
    board.contacts, board.alerts = list(board.contacts.all()), list(board.alerts.all())
    links = board.footer_links.select_related("page").filter(page__live=True)
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
    Return what stands on every page of a request's Site; ``None`` for a host that has none.

    Without a request it is that of the default Site.
    """
    site = Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()
    return SITE_INFO.get(site.pk, request) if site else None


def board_of(request) -> BoardSettings:
    """Return the board of a request's Site, to be read and never changed; the default Site's without a request."""
    info = site_info(request)
    return info.board if info else BoardSettings.for_request(request)
