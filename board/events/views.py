"""Calendar files of events."""

import datetime as dt
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from board.engines.pagecache import clock
from board.siteinfo.site_info import board_settings
from board.siteinfo.views import site_or_404

from .calendar_file import calendar_file
from .public_events import Event, load_events, public_dates

# An event stays in the file for this long, so that subscribed calendars keep it, or learn that it was cancelled.
RETENTION = dt.timedelta(days=90)


def calendar_response(events: Iterable[Event], request, file_name: str) -> HttpResponse:
    """Return a calendar file; ``file_name`` is its name for browsers."""
    content = calendar_file(events, board_settings(request).board_name, request)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


@require_safe
def events_calendar(request) -> HttpResponse:
    """Return the upcoming events of this Site and those of the last three months, for calendars to subscribe to."""
    public = public_dates(site_or_404(request)).filter(starts__gte=clock.now() - RETENTION)
    dates = list(public.order_by("starts", "pk"))
    if dates:
        clock.true_until(dates[0].starts + RETENTION)
    return calendar_response(load_events(dates), request, "events.ics")


@require_safe
def event_calendar(request, uid) -> HttpResponse:
    """Return one event of this Site. Raises ``Http404`` where no public page contains it."""
    events = load_events(public_dates(site_or_404(request)).filter(uid=uid))
    if not events:
        raise Http404("There is no such event.")
    return calendar_response(events, request, "event.ics")
