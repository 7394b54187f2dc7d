"""Whether mail leaves the site, and what is said of mail that does not."""

import datetime as dt

from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from board.engines.mailqueue.models import QueuedMail
from board.engines.mailqueue.retries import GIVE_UP_AFTER

# A message that names more mails than these is not read.
LISTED = 3


def mail_state(now: dt.datetime) -> str:
    """Return ``delayed`` while mail waits for too long, ``failed`` where some was given up, and otherwise ``ok``."""
    if QueuedMail.objects.overdue(now).exists():
        return "delayed"
    return "failed" if QueuedMail.objects.given_up().exists() else "ok"


def local_time(time: dt.datetime) -> str:
    """Return a time in words, as it is on this site."""
    return date_format(timezone.localtime(time), "j F, H:i")


def counted(count: int) -> str:
    """Return a number of mails in words."""
    return f"{count} mail{'' if count == 1 else 's'}"


def delay_warning(now: dt.datetime) -> str:
    """Return what is said on the admin's home of mail that waits for too long, or an empty string."""
    overdue = QueuedMail.objects.overdue(now)
    oldest = overdue.order_by("queued_at", "pk").first()
    if oldest is None:
        return ""
    tried = overdue.exclude(failure="").order_by("-pk").first()
    reason = tried.reason if tried else "Nothing is sending it: the mail worker is not running."
    since = local_time(oldest.queued_at)
    return (
        f"{counted(overdue.count())} of this site could not be sent yet, the first since {since}. "
        f"{reason} Nothing is lost, but the people whom it is for have not been told. "
        "Tell your system administrator."
    )


def failure_warning() -> str:
    """Return what is said on the admin's home of mail that is no longer tried, or an empty string."""
    count = QueuedMail.objects.given_up().count()
    return f"{counted(count)} could not be sent and {'is' if count == 1 else 'are'} no longer tried." if count else ""


def untold_mails(user, now: dt.datetime) -> list[QueuedMail]:
    """
    Return the unsent mails that a user has caused and has not been told of.

    A mail that has only just been queued counts while others wait for too long. One that is given up is told of again.
    """
    told_of_giving_up = Q(requester_told_at__gte=F("given_up_at"))
    untold = QueuedMail.objects.filter(
        Q(due_at__isnull=False, requester_told_at=None) | Q(given_up_at__isnull=False) & ~told_of_giving_up,
        requested_by=user,
    )
    mails = list(untold.order_by("pk"))
    if mails and not QueuedMail.objects.overdue(now).exists():
        return [mail for mail in mails if mail.failure]
    return mails


def listing(unsent: list[QueuedMail]) -> str:
    """Return recipients and subjects in a sentence, the first few of them."""
    subjects = "; ".join(map(str, unsent[:LISTED]))
    more = f"; and {len(unsent) - LISTED} more" if len(unsent) > LISTED else ""
    return subjects + more


def messages_for(user, now: dt.datetime) -> list[str]:
    """Return what a user is to be told of mails, and record that it was told."""
    untold = untold_mails(user, now)
    if untold:
        QueuedMail.objects.filter(pk__in=[mail.pk for mail in untold]).update(requester_told_at=now)
    waiting = [mail for mail in untold if mail.due_at]
    given_up = [mail for mail in untold if not mail.due_at]
    texts = []
    if waiting:
        until = local_time(min(mail.queued_at for mail in waiting) + GIVE_UP_AFTER)
        texts.append(
            f"What you did is saved, but not everyone could be mailed about it: {listing(waiting)}. "
            f"The site goes on trying until {until}. If it is urgent, tell them yourself."
        )
    if given_up:
        reasons = " ".join(sorted({mail.reason for mail in given_up}))
        texts.append(
            f"This could not be mailed and is no longer tried: {listing(given_up)}. {reasons} Tell them yourself."
        )
    return texts
