"""Calendar files of events."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from board.siteinfo.site_info import board_settings
from board.siteinfo.views import site_or_404

from .calendar_file import calendar_file
from .public_events import Event, calendar_dates, load_events, public_dates


def calendar_response(events: Iterable[Event], request, file_name: str) -> HttpResponse:
    """Return a calendar file; ``file_name`` is its name for browsers."""
    content = calendar_file(events, board_settings(request).board_name, request)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


@require_safe
def events_calendar(request) -> HttpResponse:
    """Return the upcoming events of this Site and those of the last three months, for calendars to subscribe to."""
    return calendar_response(load_events(calendar_dates(site_or_404(request))), request, "events.ics")


@require_safe
def event_calendar(request, uid) -> HttpResponse:
    """Return one event of this Site. Raises ``Http404`` where no public page contains it."""
    events = load_events(public_dates(site_or_404(request)).filter(uid=uid))
    if not events:
        raise Http404("There is no such event.")
    return calendar_response(events, request, "event.ics")
