"""What django-axes asks the site: whether a password may be tried, and what is answered if not."""

from axes.handlers.base import AxesHandler
from django.http import HttpResponse

from .limited_views import too_many_attempts
from .limits import LimitReachedError, begin_attempt, password_was_right, subject_of_name
from .models import SignInAttempt


class LimitsHandler(AxesHandler):
    """
    The site's limits in place of axes' own, which know no networks, devices or codes, and store what was typed.

    It is asked whenever Django's ``authenticate`` is, so no way to try a password gets past it.
    """

    def is_allowed(self, request, credentials: dict | None = None) -> bool:
        """Return whether a password may be tried, and count it as a failure until it is known to be right."""
        subject, user = subject_of_name((credentials or {}).get("username") or "")
        try:
            request.password_attempt = begin_attempt(request, SignInAttempt.Kind.PASSWORD, subject, user)
        except LimitReachedError as limit:
            request.limit_reached = limit
            return False
        return True

    def user_logged_in(self, sender, request, user, **kwargs) -> None:
        """Let the password count as no failure."""
        password_was_right(request)


def lockout_response(request, original_response=None, credentials=None) -> HttpResponse:
    """Return the page that axes answers with in place of the form (``AXES_LOCKOUT_CALLABLE``)."""
    return too_many_attempts(request, request.limit_reached)
