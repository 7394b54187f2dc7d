"""How the link check introduces itself."""

from django.conf import settings

from board.siteinfo.models import BoardSettings

# What a site's robots.txt may call it by.
NAME = "BoardLinkCheck"


def user_agent() -> str:
    """Return the ``User-Agent`` header: the program, whose it is and whom to write to."""
    board = BoardSettings.objects.order_by("-site__is_default_site").first()
    contact = (board.security_contact or board.media_contact_email) if board else ""
    return f"{NAME}/1.0 (+{settings.BASE_URL}{f'; {contact}' if contact else ''})"
