"""
How long a session stays open, and when its user has to confirm who they are before going on.

A session that is too old, or was left alone, is locked and not ended: one confirmation opens it again, in another tab
too, and what was typed in the meantime is sent as it stands. Signing in anew would make a new token against forged
requests, and refuse the forms of the pages that are open.
"""

import datetime as dt
import time

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from .second_factor import may_publish_or_decide

# The time of the last request is not written at each one.
WRITTEN_EVERY = dt.timedelta(minutes=2)
# What an open page asks for by itself, with no one before it.
WITHOUT_A_USER = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}


def last_confirmation(request, user) -> float | None:
    """Return when the user last proved who they are in this session, in seconds since the epoch."""
    records = get_authentication_records(request, user)
    return max((record["at"] for record in records), default=None)


def session_record(request) -> UserSession | None:
    """Return allauth's record of the session of a request, looked for once."""
    if not hasattr(request, "user_session"):
        request.user_session = UserSession.objects.filter(session_key=request.session.session_key).first()
    return request.user_session


def is_locked(request, user) -> bool:
    """
    Return whether the user of a session has to confirm who they are before going on.

    So they do ``SESSION_CONFIRMED_FOR`` seconds after they last did. Those who publish or decide do so after
    ``SESSION_IDLE_FOR`` seconds without a request too (NIST SP 800-63B-4, 2.2.3: an hour).
    """
    confirmed = last_confirmation(request, user)
    if settings.SECOND_FACTOR == "off" or not user.is_authenticated or confirmed is None:
        return False
    now = time.time()
    if now - confirmed > settings.SESSION_CONFIRMED_FOR:
        return True
    if now - confirmed <= settings.SESSION_IDLE_FOR:
        return False
    record = session_record(request)
    last_seen = record.last_seen_at.timestamp() if record else confirmed
    return now - max(last_seen, confirmed) > settings.SESSION_IDLE_FOR and may_publish_or_decide(user)


class SessionActivityMiddleware:
    """Writes down when a session was last used in the admin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> None:
        """Write down the time of a request that a person has made."""
        if (
            settings.SECOND_FACTOR == "off"
            or not request.path.startswith(reverse("wagtailadmin_home"))
            or request.resolver_match.view_name in WITHOUT_A_USER
            or not request.user.is_authenticated
        ):
            return
        now = timezone.now()
        record = session_record(request)
        if record and now - record.last_seen_at > WRITTEN_EVERY:
            UserSession.objects.filter(pk=record.pk).update(last_seen_at=now)
