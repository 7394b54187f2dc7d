"""Pages and files that every Site has at fixed URLs."""

import datetime as dt

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from board.engines.pagecache import clock

from .models import BoardSettings
from .page_metadata import PageMetadata

ICON_SIZES = (192, 512)
# The file must expire within a year (RFC 9116, 2.5.5). It is generated for every request from settings that people look
# after, so only copies elsewhere go stale.
SECURITY_TXT_DAYS = 90


def site_or_404(request) -> Site:
    """Return the Site of a request. Raises ``Http404`` for a host without a Site."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("No site answers at this address.")
    return site


@require_safe
def hide_your_visit(request) -> HttpResponse:
    """Explain what "Leave this page" does and does not do, and how to clear a browser's history."""
    address = site_or_404(request).root_url + reverse("hide_your_visit")
    description = "What “Leave this page” does, what it cannot do, and how to clear the list of pages you have seen."
    metadata = PageMetadata(title="Hide your visit", address=address, description=description)
    return render(request, "pages/hide_your_visit.html", {"metadata": metadata})


@require_safe
def manifest(request) -> HttpResponse:
    """Return the web app manifest: name and icons for a home screen, without a service worker."""
    board = BoardSettings.for_site(site_or_404(request))
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in ICON_SIZES
    ]
    content = {
        "name": board.board_name,
        "short_name": board.neutral_title or board.area or board.board_name,
        "lang": "en-GB",
        "start_url": "/",
        # With the browser's own bar there is a way back, and nothing is stored for offline use.
        "display": "browser",
        "background_color": "#fffdf9",
        "theme_color": "#f6f0e6",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


def security_txt_content(contact: str, root_url: str, today: dt.date) -> str:
    """
    Return a Site's security.txt (RFC 9116).

    ``contact`` is an email address, ``root_url`` the Site's URL without a trailing slash.
    """
    expires = today.replace(day=1) + dt.timedelta(days=SECURITY_TXT_DAYS)
    return (
        f"Contact: mailto:{contact}\n"
        f"Expires: {expires.isoformat()}T00:00:00Z\n"
        "Preferred-Languages: en\n"
        f"Canonical: {root_url}/.well-known/security.txt\n"
    )


@require_safe
def security_txt(request) -> HttpResponse:
    """Return the Site's security.txt. Raises ``Http404`` where the board has named no contact."""
    site = site_or_404(request)
    contact = BoardSettings.for_site(site).security_contact
    if not contact:
        raise Http404("The board has named no contact for security.")
    content = security_txt_content(contact, site.root_url, clock.today())
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request) -> HttpResponse:
    """Redirect the oldest URL of the icon to the file."""
    return redirect(static("img/favicon.ico"))
