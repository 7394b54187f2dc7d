"""What a monitor asks: is the process alive, can it serve, and is anything public that should not be?"""

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from board.approvals.models import ApprovalAlarm
from board.cache import cache_answers
from board.engines.pagecache.statistics import STATISTICS
from board.mail.status import mail_state


@never_cache
@require_safe
def live(request) -> JsonResponse:
    """Answer that the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request) -> JsonResponse:
    """
    Answer 200 while the site can serve, 503 when its database is away.

    ``status`` is ``alarm`` while a public page is not what the chair approved, which ``approvals`` says too. That stays
    200: the page itself answers 404, and the numbers to ring must not leave the web with it. It is ``degraded`` while
    something is away that the site works without, such as its ``cache``. A monitor looks for ``"status": "ok"``.
    ``mail`` is ``delayed`` while mail waits for more than five minutes, because nothing sends it or the mail server
    does not take it, and ``failed`` where some was given up.
    ``page_cache`` is what the worker that answers has done since it started.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        alarm = ApprovalAlarm.objects.exists()
        mail = mail_state(timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unavailable"}, status=503)
    parts = {"cache": "ok" if cache_answers() else "unavailable", "mail": mail}
    status = "ok" if set(parts.values()) == {"ok"} else "degraded"
    return JsonResponse(
        {
            "status": "alarm" if alarm else status,
            "database": "ok",
            "approvals": "alarm" if alarm else "ok",
            **parts,
            "page_cache": STATISTICS.summary(),
        }
    )
