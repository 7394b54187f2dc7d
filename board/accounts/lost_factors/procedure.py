"""
The reset of a lost second factor, step by step.

An administrator starts it, another person rings the owner back on a number known before and records that, and after an
hour without an objection the factors are removed. Each step locks the reset, is recorded, and mails whom it concerns.
"""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from board.accounts.sessions import end_sessions

from . import mail
from .models import OBJECTION_PERIOD, FactorReset, FactorResetEvent

Kind = FactorResetEvent.Kind
START, CALL_BACK = "lost_factors.start_reset", "lost_factors.call_back"
# In place of a person where the site acts by itself.
SITE = "The site"


def possible_callers(starter: Any, owner: Any) -> list[Any]:
    """Return the active users who may record the call-back to an owner of a reset that another user starts."""
    users = get_user_model().objects.with_perm(CALL_BACK, backend="django.contrib.auth.backends.ModelBackend")
    return list(users.exclude(pk__in=[starter.pk, owner.pk]).order_by("pk"))


def reason_against_start(owner: Any, starter: Any) -> str:
    """Return why a user can't start the reset of an owner's factors, or an empty string."""
    if not starter.has_perm(START):
        return "Only an administrator can start this."
    if owner == starter:
        return "You can’t reset your own second factor. Ask another administrator."
    return reason_against_owner(owner) or reason_without_caller(starter, owner)


def reason_against_owner(owner: Any) -> str:
    """Return why the factors of an owner can't be reset by anyone, or an empty string."""
    if not owner.is_active:
        return "This account is closed, so it needs no second factor."
    if not Authenticator.objects.filter(user=owner).exists():
        return f"{owner} has no second factor, and sets one up at the next sign-in."
    if not owner.email:
        return f"{owner} has no email address, so could not object. Enter one in the account first."
    return ""


def reason_without_caller(starter: Any, owner: Any) -> str:
    """Return what to do where no one may record the call-back, or an empty string."""
    if possible_callers(starter, owner):
        return ""
    return (
        "No other person may record the call-back. Give someone the permission under Settings → Groups, or let your "
        "system administrator reset it: manage.py reset_lost_factor."
    )


def reason_against_call_back(reset: FactorReset, caller: Any) -> str:
    """Return why a user can't record the call-back of an open reset, or an empty string."""
    if not caller.has_perm(CALL_BACK):
        return "You may not record a call-back."
    if reset.effective_at:
        return "The call-back is recorded already."
    if timezone.now() >= reset.call_back_until:
        return "This has waited for longer than seven days. Start another reset."
    return reason_against_pair(reset, caller)


def reason_against_pair(reset: FactorReset, caller: Any) -> str:
    """Return why a user can't ring where another has started a reset, or an empty string."""
    started = reset.event(Kind.STARTED)
    if started is None or caller.pk == started.user_id:
        return "Another person has to ring: a reset takes two."
    if caller == reset.user:
        return "It is your own second factor. Another person has to ring you."
    # An administrator could make the second person's account for the purpose.
    if caller.date_joined > reset.started_at:
        return "Your account is newer than this reset. A person who was here before has to ring."
    starter = get_user_model().objects.filter(pk=started.user_id or 0, is_active=True).first()
    if starter is None or not starter.has_perm(START):
        return f"{started.user_name} may not start a reset any more. Cancel this one and start another."
    return ""


def record(reset: FactorReset, kind: str, user: Any = None, name: str = SITE, **words: str) -> FactorResetEvent:
    """Record an event, by a user or by the site."""
    who = {"user_id": user.pk, "user_name": str(user)} if user else {"user_name": name}
    return FactorResetEvent.objects.create(reset=reset, kind=kind, **who, **words)


def locked(reset: FactorReset) -> FactorReset:
    """Return an open reset as it is stored, with its row locked; raises ``ValidationError`` where it has ended."""
    reset = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if reset.ended_at:
        raise ValidationError("This reset has ended already.", code="ended")
    return reset


@transaction.atomic
def start_reset(owner: Any, starter: Any, *, reason: str, identification: str) -> FactorReset:
    """
    Start the reset of an owner's factors, and mail the owner and those who may ring.

    ``identification`` says how the starter recognised the owner. Raises ``ValidationError``.
    """
    if against := reason_against_start(owner, starter):
        raise ValidationError(against, code="not_startable")
    expire(timezone.now())
    try:
        with transaction.atomic():
            reset = FactorReset.objects.create(user=owner, user_name=str(owner), email=owner.email)
    except IntegrityError:
        raise ValidationError(f"A reset for {owner} is under way already.", code="under_way") from None
    event = record(reset, Kind.STARTED, starter, reason=reason, identification=identification)
    mail.send_started(reset, event)
    mail.send_call_back_wanted(reset, event, possible_callers(starter, owner))
    return reset


@transaction.atomic
def record_call_back(reset: FactorReset, caller: Any, *, identification: str, confirmed: bool = True) -> FactorReset:
    """
    Record that a second person rang the owner, who confirmed the loss or did not; return the reset as it is then.

    ``identification`` says which number was called. Raises ``ValidationError``.
    """
    reset = locked(reset)
    if against := reason_against_call_back(reset, caller):
        raise ValidationError(against, code="no_call_back")
    if not confirmed:
        return end(reset, Kind.NOT_CONFIRMED, caller, identification=identification)
    event = record(reset, Kind.CALLED_BACK, caller, identification=identification)
    reset.effective_at = event.at + OBJECTION_PERIOD
    reset.save(update_fields=["effective_at"])
    mail.send_called_back(reset, event)
    return reset


def end(reset: FactorReset, kind: str, user: Any = None, **words: str) -> FactorReset:
    """End a locked reset without any effect, and mail the owner and those who took part."""
    event = record(reset, kind, user, **words)
    reset.ended_at = event.at
    reset.save(update_fields=["ended_at"])
    mail.send_ended(reset, event)
    return reset


@transaction.atomic
def object_to(reset: FactorReset) -> FactorReset:
    """End a reset, as its owner asks by the link in a mail; raises ``ValidationError`` where it has ended."""
    reset = locked(reset)
    return end(reset, Kind.OBJECTED, name=f"{reset.user_name}, by the link in the mail")


@transaction.atomic
def cancel(reset: FactorReset, user: Any, *, reason: str) -> FactorReset:
    """End a reset, as a person who may start one asks; raises ``ValidationError``."""
    if not user.has_perm(START) and not user.has_perm(CALL_BACK):
        raise ValidationError("You may not cancel a reset.", code="not_cancellable")
    return end(locked(reset), Kind.CANCELLED, user, reason=reason)


@transaction.atomic
def end_as_factor_was_used(owner: Any) -> None:
    """End the open reset of an owner who has just used a second factor, and so has not lost it."""
    for reset in FactorReset.objects.select_for_update().open().filter(user=owner):
        end(reset, Kind.FACTOR_USED, owner)


def expire(now: dt.datetime) -> int:
    """End the resets that no one has rung about in time; return how many."""
    return sum(end_expired(reset, now) for reset in FactorReset.objects.expired(now))


@transaction.atomic
def end_expired(reset: FactorReset, now: dt.datetime) -> bool:
    """End a reset that has waited for too long; return whether it was so still."""
    current = FactorReset.objects.select_for_update().expired(now).filter(pk=reset.pk).first()
    if current:
        end(current, Kind.EXPIRED)
    return current is not None


def apply_due(now: dt.datetime, owner: Any = None) -> int:
    """Remove the factors of all owners whose reset is due, or of one alone; return of how many."""
    due = FactorReset.objects.due(now)
    return sum(take_effect(reset, now) for reset in (due.filter(user=owner) if owner else due))


@transaction.atomic
def take_effect(reset: FactorReset, now: dt.datetime) -> bool:
    """Remove the factors of a reset that is due; return whether it was so still."""
    current = FactorReset.objects.select_for_update().due(now).filter(pk=reset.pk).first()
    if current is None:
        return False
    if current.user is None:
        end(current, Kind.CANCELLED, reason="The account was deleted.")
        return False
    remove_factors(current, Kind.EFFECTIVE)
    return True


def remove_factors(reset: FactorReset, kind: str, name: str = SITE, reason: str = "") -> None:
    """Remove the factors and sessions of the owner of a locked reset, and mail the owner and those who took part."""
    event = record(reset, kind, name=name, reason=reason)
    Authenticator.objects.filter(user=reset.user).delete()
    end_sessions(reset.user)
    reset.ended_at = event.at
    reset.save(update_fields=["ended_at"])
    mail.send_effective(reset, event)


@transaction.atomic
def reset_at_console(owner: Any, *, operator: str, reason: str) -> FactorReset:
    """
    Remove an owner's factors at once, for a person at the server's console; return the record.

    Raises ``ValidationError`` where the owner has none. An open reset ends with it.
    """
    if not Authenticator.objects.filter(user=owner).exists():
        raise ValidationError(f"{owner} has no second factor, and sets one up at the next sign-in.", code="no_factor")
    reset = FactorReset.objects.select_for_update().open().filter(user=owner).first()
    if reset is None:
        reset = FactorReset.objects.create(user=owner, user_name=str(owner), email=owner.email)
    remove_factors(reset, Kind.CONSOLE, name=operator, reason=reason)
    return reset
