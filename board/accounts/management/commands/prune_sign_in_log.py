"""Forget failed sign-ins, sessions and browsers that are too old."""

import datetime as dt
from importlib import import_module

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from board.accounts.devices import DEVICE_DAYS
from board.accounts.models import KnownDevice, SignInAttempt, UsedCode
from board.accounts.used_codes import REMEMBERED_FOR
from board.commands import SiteCommand

LOG_DAYS = 30


class Command(SiteCommand):
    """Deletes what is kept of sign-ins for a time alone."""

    help = (
        f"Forget failed sign-ins after {LOG_DAYS} days, browsers in which an account was not used for {DEVICE_DAYS} "
        "days, and sessions that have ended."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        before = now - dt.timedelta(days=LOG_DAYS)
        failed, _ = SignInAttempt.objects.filter(at__lt=before).delete()
        # Axes writes into its own tables with handlers other than the site's.
        for model in (AccessAttempt, AccessFailureLog, AccessLog):
            model.objects.filter(attempt_time__lt=before).delete()
        devices, _ = KnownDevice.objects.filter(last_seen__lt=now - dt.timedelta(days=DEVICE_DAYS)).delete()
        UsedCode.objects.filter(at__lt=now - REMEMBERED_FOR).delete()
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        ended, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        self.stdout.write(f"Forgotten: {failed} failed sign-ins, {devices} browsers, {ended} sessions.")
