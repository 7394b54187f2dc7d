"""An administrator, a moderator who may ring, and the chair whose telephone is lost."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from board.accounts.lost_factors.models import FactorReset
from board.accounts.lost_factors.procedure import record_call_back, start_reset

HOUR = dt.timedelta(hours=1)
STORY = {"reason": "The telephone was stolen.", "identification": "Came to the office."}


@pytest.fixture
def chair(chair):
    """The chair, with an authenticator app, recovery codes and a passkey."""
    TOTP.activate(chair, generate_totp_secret())
    RecoveryCodes.activate(chair)
    Authenticator.objects.create(user=chair, type="webauthn", data={"name": "Laptop", "credential": {}})
    return chair


@pytest.fixture
def started(superuser, moderator, chair):
    """A reset that waits for the call-back."""
    return start_reset(chair, superuser, **STORY)


@pytest.fixture
def called_back(started, moderator):
    """A reset that takes effect within the hour."""
    return record_call_back(started, moderator, identification="office number")


def factors(user):
    """Return how many authenticators a user has."""
    return Authenticator.objects.filter(user=user).count()


def kinds(reset):
    """Return the kinds of the events of a reset, in their order."""
    return list(reset.events.values_list("kind", flat=True))


def after(period):
    """Return the time after a period."""
    return timezone.now() + period


def make_older(reset, period):
    """Let a reset have been started, and rung about, some time ago."""
    stored = FactorReset.objects.get(pk=reset.pk)
    effective_at = stored.effective_at and stored.effective_at - period
    FactorReset.objects.filter(pk=reset.pk).update(started_at=stored.started_at - period, effective_at=effective_at)
