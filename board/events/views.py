"""Calendar files of events."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from board.siteinfo.models import BoardSettings

from .calendar_file import calendar_file
from .listing import Event, public_dates, with_words


def calendar_response(events: Iterable[Event], request, file_name: str) -> HttpResponse:
    """Answer with a calendar file; ``file_name`` is what a browser calls it."""
    content = calendar_file(events, BoardSettings.for_request(request).board_name, request)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


@require_safe
def event_calendar(request, uid) -> HttpResponse:
    """Answer with one event of this Site; raises ``Http404`` where no public page carries it."""
    site = Site.find_for_request(request)
    events = with_words(public_dates(site).filter(uid=uid)) if site else []
    if not events:
        raise Http404("There is no such event.")
    return calendar_response(events, request, "event.ics")
