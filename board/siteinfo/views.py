"""The pages and files that every Site has at fixed addresses."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from board.engines.pagecache import clock

from .models import BoardSettings
from .page_metadata import PageMetadata
from .security_txt import security_txt as security_txt_for

ICON_SIZES = (192, 512)


def site_or_404(request) -> Site:
    """Return the Site of a request; raises ``Http404`` for a host that has none."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("No site answers at this address.")
    return site


@require_safe
def hide_your_visit(request) -> HttpResponse:
    """Answer with what "Leave this page" does and does not do, and how to clear a browser's list."""
    address = site_or_404(request).root_url + reverse("hide_your_visit")
    description = "What “Leave this page” does, what it cannot do, and how to clear the list of pages you have seen."
    metadata = PageMetadata(title="Hide your visit", address=address, description=description)
    return render(request, "pages/hide_your_visit.html", {"metadata": metadata})


@require_safe
def manifest(request) -> HttpResponse:
    """Answer with the web app manifest: name and icons for a home screen, and no service worker behind it."""
    board = BoardSettings.for_site(site_or_404(request))
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in ICON_SIZES
    ]
    content = {
        "name": board.board_name,
        "short_name": board.neutral_title or board.area or board.board_name,
        "lang": "en-GB",
        "start_url": "/",
        # In the browser, with its bar: there is a way back, and nothing is kept for use without a connection.
        "display": "browser",
        "background_color": "#fffdf9",
        "theme_color": "#f6f0e6",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def security_txt(request) -> HttpResponse:
    """Answer with the Site's security.txt; raises ``Http404`` where the board has named no contact."""
    site = site_or_404(request)
    contact = BoardSettings.for_site(site).security_contact
    if not contact:
        raise Http404("The board has named no contact for security.")
    content = security_txt_for(contact, site.root_url, clock.today())
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request) -> HttpResponse:
    """Lead programs that ask for the icon at its oldest address to the file."""
    return redirect(static("img/favicon.ico"))
