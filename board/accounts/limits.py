"""
How often a secret may be guessed, for which account and from where (docs/decisions/0035).

The limits hold for each kind of secret by itself. Those who were signed in on a device before are not counted with
strangers: no number of guesses elsewhere keeps an account's owner out.
"""

import datetime as dt
import math
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from board.clients import Client, client_of

from .browsers import describe_browser
from .devices import known_device
from .models import KnownDevice, SignInAttempt

# So many failures for one account, by one client or device, within a quarter of an hour.
TRIES = 5
TRIES_WITHIN = dt.timedelta(minutes=15)
DAY = dt.timedelta(days=1)
# A device that has failed more often within a day is a stranger's like any other.
TRIES_OF_DEVICE = 20
# Names of no account share so many subjects: few enough that they tell nothing of what was typed.
SUBJECTS_OF_NO_ACCOUNT = 4096
# For how long the address of a sign-in stands for its owner.
ADDRESS_KNOWN_FOR = dt.timedelta(days=90)


class Budget(NamedTuple):
    """
    Failures of strangers within a day.

    From ``guarded`` on, each client has one for each account; from ``closed`` on, none.
    """

    guarded: int
    closed: int


# NIST SP 800-63B-4, 3.2.2: 100 failures in a row at the most, unless something tells owners from strangers.
OF_ACCOUNT = Budget(50, 1000)
# An office with one address has many people in it.
OF_CLIENT = Budget(100, 300)
OF_NETWORK = Budget(300, 600)


class LimitReachedError(Exception):
    """An attempt that is refused before anything is compared, until a time."""

    def __init__(self, kind: str, until: dt.datetime) -> None:
        super().__init__(kind)
        self.kind = kind
        self.until = until

    @property
    def seconds(self) -> int:
        """Return for how many seconds the attempt is refused, at least one."""
        return max(1, math.ceil((self.until - timezone.now()).total_seconds()))

    @property
    def is_over_today(self) -> bool:
        """Return whether another attempt may be made before midnight."""
        return timezone.localdate(self.until) == timezone.localdate()

    def error(self) -> ValidationError:
        """Return the error of a form that is shown again with all that was typed into it."""
        until = timezone.localtime(self.until)
        day = "" if self.is_over_today else f" on {until.day} {until:%B}"
        return ValidationError(f"Too many tries. You can try again{day} at {until:%H:%M}.", code="limit_reached")


def subject_of_name(username: str):
    """
    Return whose password is tried, and the user where there is one.

    The name of no account is one of a few subjects, so that both are limited alike and neither can be told by it.
    """
    user = get_user_model().objects.filter(username__iexact=username).only("pk").order_by("pk").first()
    return (subject_of_user(user), user) if user else (subject_of_no_account(username), None)


def subject_of_user(user) -> str:
    """Return whose secret is tried, for a user."""
    return f"user:{user.pk}"


def subject_of_no_account(typed: str) -> str:
    """Return one of a few subjects, always the same for the same words."""
    digest = salted_hmac("board.accounts.limits", typed.casefold(), algorithm="sha256").hexdigest()
    return f"none:{int(digest, 16) % SUBJECTS_OF_NO_ACCOUNT}"


def device_of_owner(kind: str, user, request, now: dt.datetime) -> KnownDevice | None:
    """Return the device if its owner was signed in on it before, and it has not failed too often today."""
    device = known_device(request, user) if user else None
    if device is None:
        return None
    failures = SignInAttempt.objects.filter(kind=kind, device=device, at__gt=now - DAY).count()
    return device if failures < TRIES_OF_DEVICE else None


def budgets_at(client: Client, user, now: dt.datetime) -> dict[str, Budget]:
    """Return the budgets of strangers that hold where a client is: fewer where the owner last signed in there."""
    sign_ins = KnownDevice.objects.filter(user=user, client=client.address, last_sign_in__gt=now - ADDRESS_KNOWN_FOR)
    if user and sign_ins.exists():
        return {"client": OF_CLIENT}
    return {"client": OF_CLIENT, "account": OF_ACCOUNT, "network": OF_NETWORK}


def refused_until(
    kind: str, subject: str, client: Client, *, user, device, now: dt.datetime, besides=None
) -> dt.datetime | None:
    """Return until when an attempt is refused, or ``None`` where it is within the limits (``besides`` itself)."""
    day = SignInAttempt.objects.filter(kind=kind, at__gt=now - DAY).exclude(pk=besides)
    if device:
        recent = day.filter(subject=subject, device=device, at__gt=now - TRIES_WITHIN)
        failures = recent.aggregate(count=Count("pk"), first=Min("at"))
        return failures["first"] + TRIES_WITHIN if failures["count"] >= TRIES else None
    places = {
        "account": Q(subject=subject),
        "client": Q(client=client.address),
        "network": Q(network=client.network),
        "here": Q(subject=subject, client=client.address),
        "recent": Q(subject=subject, client=client.address, at__gt=now - TRIES_WITHIN),
    }
    failures = day.filter(places["account"] | places["client"] | places["network"], device=None).aggregate(
        **{f"count_{name}": Count("pk", filter=condition) for name, condition in places.items()},
        **{f"first_{name}": Min("at", filter=condition) for name, condition in places.items()},
    )
    if failures["count_recent"] >= TRIES:
        return failures["first_recent"] + TRIES_WITHIN
    for name, budget in budgets_at(client, user, now).items():
        if failures[f"count_{name}"] >= budget.closed:
            return failures[f"first_{name}"] + DAY
        if failures[f"count_{name}"] >= budget.guarded and failures["count_here"]:
            return failures["first_here"] + DAY
    return None


def begin_attempt(request, kind: str, subject: str, user=None) -> SignInAttempt:
    """
    Return an attempt that counts as a failure until it is deleted; raises ``LimitReachedError``.

    It is stored between two looks at the limits. The first refuses a flood without writing; the second sees every
    attempt that began at the same time, whichever process or host takes it.
    """
    now = timezone.now()
    client = client_of(request)
    device = device_of_owner(kind, user, request, now)
    limits = {"user": user, "device": device, "now": now}
    until = refused_until(kind, subject, client, **limits)
    if until:
        note_limit(kind, subject, client, device)
        raise LimitReachedError(kind, until)
    attempt = SignInAttempt.objects.create(
        kind=kind,
        subject=subject,
        user=user,
        client=client.address,
        network=client.network,
        device=device,
        browser=describe_browser(request.headers.get("User-Agent", "")),
        at=now,
    )
    until = refused_until(kind, subject, client, **limits, besides=attempt.pk)
    if until:
        attempt.delete()
        raise LimitReachedError(kind, until)
    return attempt


def note_limit(kind: str, subject: str, client: Client, device) -> None:
    """Note in the log, once, that more was tried than the limits allow."""
    attempts = SignInAttempt.objects.filter(kind=kind, subject=subject, client=client.address, device=device)
    last = attempts.order_by("-at").first()
    if last and not last.limit_reached:
        attempts.filter(pk=last.pk).update(limit_reached=True)


def password_was_right(request) -> None:
    """Let the password that a request was made with count as no failure."""
    attempt = getattr(request, "password_attempt", None)
    if attempt and attempt.pk:
        attempt.delete()
