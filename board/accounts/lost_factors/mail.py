"""The mails about lost second factors."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer

from board.mail import TemplateMail, addresses_of, admin_url, site_url

from .models import FactorReset, FactorResetEvent

SIGNER_SALT = "lost-factor-objection"


def objection_token(reset: FactorReset) -> str:
    """Return what proves, in the link of a mail, that it was sent to the owner."""
    return Signer(salt=SIGNER_SALT).sign(str(reset.pk))


def reset_of_token(token: str) -> FactorReset | None:
    """Return the reset of a link, or ``None`` for one that this site has not made."""
    try:
        return FactorReset.objects.filter(pk=int(Signer(salt=SIGNER_SALT).unsign(token))).first()
    except (BadSignature, ValueError):
        return None


def objection_url(reset: FactorReset) -> str:
    """Return the full address at which the owner objects."""
    return site_url("lost_factors_object", objection_token(reset))


def context(reset: FactorReset, event: FactorResetEvent) -> dict[str, Any]:
    """Return what every template may print."""
    return {
        "reset": reset,
        "event": event,
        "url": admin_url("lost_factors:reset", reset.pk),
        "objection_url": objection_url(reset),
        "site": settings.BASE_URL,
    }


def send(template: str, reset: FactorReset, event: FactorResetEvent, addresses: Iterable[str]) -> None:
    """Queue a mail for each address."""
    TemplateMail.render(f"lost_factor_{template}", context(reset, event)).send(addresses)


def addresses_of_those_who_took_part(reset: FactorReset) -> list[str]:
    """Return the addresses of the active users who started a reset or rang, other than its owner."""
    numbers = reset.events.exclude(user_id=None).exclude(user_id=reset.user_id).values_list("user_id", flat=True)
    return addresses_of(get_user_model().objects.filter(pk__in=list(numbers)))


def send_started(reset: FactorReset, event: FactorResetEvent) -> None:
    """Tell the owner at once, with the link to object."""
    send("started", reset, event, reset.addresses)


def send_call_back_wanted(reset: FactorReset, event: FactorResetEvent, callers: Iterable[Any]) -> None:
    """Ask those who may ring to do so."""
    send("call_back_wanted", reset, event, addresses_of(callers))


def send_called_back(reset: FactorReset, event: FactorResetEvent) -> None:
    """Tell the owner when the reset takes effect, with the link to object."""
    send("called_back", reset, event, reset.addresses)


def send_ended(reset: FactorReset, event: FactorResetEvent) -> None:
    """Tell the owner and those who took part that nothing was reset, and why."""
    send("ended", reset, event, sorted({*reset.addresses, *addresses_of_those_who_took_part(reset)}))


def send_effective(reset: FactorReset, event: FactorResetEvent) -> None:
    """Tell the owner what to do next, and those who took part that it is done."""
    send("effective", reset, event, sorted({*reset.addresses, *addresses_of_those_who_took_part(reset)}))
