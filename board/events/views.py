"""Calendar files of events."""

import datetime as dt
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from board.engines.pagecache import clock
from board.siteinfo.site_info import board_settings
from board.siteinfo.views import site_or_404

from .calendar_file import calendar_file
from .listing import Event, public_dates, with_words

# An event stays in the file for this long, so that calendars that follow it keep it, or hear that it was cancelled.
KEPT_AFTERWARDS = dt.timedelta(days=90)


def calendar_response(events: Iterable[Event], request, file_name: str) -> HttpResponse:
    """Answer with a calendar file; ``file_name`` is what a browser calls it."""
    content = calendar_file(events, board_settings(request).board_name, request)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


@require_safe
def events_calendar(request) -> HttpResponse:
    """Answer with the coming events of this Site, and those of the last three months, for calendars that follow it."""
    found = public_dates(site_or_404(request)).filter(starts__gte=clock.now() - KEPT_AFTERWARDS)
    dates = list(found.order_by("starts", "pk"))
    if dates:
        clock.true_until(dates[0].starts + KEPT_AFTERWARDS)
    return calendar_response(with_words(dates), request, "events.ics")


@require_safe
def event_calendar(request, uid) -> HttpResponse:
    """Answer with one event of this Site; raises ``Http404`` where no public page carries it."""
    events = with_words(public_dates(site_or_404(request)).filter(uid=uid))
    if not events:
        raise Http404("There is no such event.")
    return calendar_response(events, request, "event.ics")
