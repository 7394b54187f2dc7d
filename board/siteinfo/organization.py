"""The board as structured data: schema.org's Organization."""

from django.templatetags.static import static
from wagtail.models import Site

from .contacts import Contact
from .models import BoardSettings

LOGO = "img/icon-512.png"


def static_url(site: Site, path: str) -> str:
    """Return the full URL of a static file."""
    return site.root_url + static(path)


def organization_id(site: Site) -> str:
    """Return the identifier of the board within a page's structured data."""
    return f"{site.root_url}/#organization"


def publisher(board: BoardSettings, site: Site) -> dict:
    """Return the board as author and publisher; never a user, whose name stays private."""
    return {
        "@type": "Organization",
        "@id": organization_id(site),
        "name": board.board_name,
        "url": f"{site.root_url}/",
        "logo": {"@type": "ImageObject", "url": static_url(site, LOGO)},
    }


def contact_point(contact: Contact) -> dict:
    """Return a contact as schema.org's ContactPoint."""
    point = {
        "@type": "ContactPoint",
        "contactType": contact.label,
        "telephone": contact.phone_url.removeprefix("tel:"),
    }
    if contact.chat_url:
        point["url"] = contact.chat_url
    return point


def organization(board: BoardSettings, site: Site) -> dict:
    """Return the board with its contacts, for its home page."""
    described = publisher(board, site) | {"contactPoint": [contact_point(contact) for contact in board.contacts.all()]}
    if board.strapline:
        described["description"] = board.strapline
    if board.area:
        described["areaServed"] = {"@type": "AdministrativeArea", "name": board.area}
    return described
