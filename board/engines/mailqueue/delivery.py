"""Sends what is due, outside of every transaction."""

import contextlib
import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone

from .models import QueuedMail
from .retries import PAUSE, Failure
from .signals import before_delivery

logger = logging.getLogger(__name__)

PERMANENT = 500  # RFC 5321, 4.2.1: replies from here on are permanent.


@dataclass
class Delivery:
    """How many mails were sent and how many attempts failed, and the last error in the server's words."""

    sent: int = 0
    failed: int = 0
    error: str = ""


def reply_codes(error: Exception) -> list[int]:
    """Return the codes by which the server has refused a mail, or an empty list where it has not answered."""
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def failure_of(error: Exception) -> Failure:
    """Return why a mail was not sent, from the error of an attempt over a connection that was open."""
    if codes := reply_codes(error):
        return Failure.REFUSED if min(codes) >= PERMANENT else Failure.TRANSIENT
    if isinstance(error, SMTPServerDisconnected):
        return Failure.UNCONFIRMED
    if isinstance(error, SMTPException):
        return Failure.REFUSED
    return Failure.UNCONFIRMED if isinstance(error, OSError) else Failure.INVALID


def error_text(error: Exception) -> str:
    """Return what the server or the system said, in one line."""
    if isinstance(error, SMTPRecipientsRefused):
        replies = [f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values()]
    elif isinstance(error, SMTPResponseException):
        text = error.smtp_error
        replies = [f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"]
    else:
        replies = [str(error) or type(error).__name__]
    return " ".join(" ".join(replies).replace("\0", "").split())[:500]


def send_due_mail(should_stop: Callable[[], bool] = lambda: False) -> Delivery:
    """
    Send what is due, until nothing is, the server fails or ``should_stop()``; call it outside of transactions.

    A mail is claimed, sent and recorded by itself, so that no lock is held meanwhile, and a process that is killed
    leaves one mail that may be sent again.
    """
    before_delivery.send_robust(sender=QueuedMail)
    delivery = Delivery()
    while not should_stop() and (mail := QueuedMail.objects.claim(timezone.now())):
        if not attempt(mail, delivery):
            break
    return delivery


def attempt(mail: QueuedMail, delivery: Delivery) -> bool:
    """Try to send a claimed mail and record what came of it; return whether others can be tried now."""
    connection = get_connection(settings.MAIL_QUEUE_BACKEND)
    try:
        return send(mail, connection, delivery)
    finally:
        # The mail is taken or not: whether the server says goodbye changes nothing.
        with contextlib.suppress(SMTPException, OSError):
            connection.close()


def send(mail: QueuedMail, connection: BaseEmailBackend, delivery: Delivery) -> bool:
    """Send a claimed mail over a connection that is still closed; the rest is as for ``attempt()``."""
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        delay = record_failure(mail, Failure.TRANSIENT, error, delivery)
        pause_waiting(delay or PAUSE, delivery.error)
        return False
    try:
        connection.send_messages([mail.to_message()])
    except Exception as error:  # noqa: BLE001  # Recorded and logged, whatever it is: the next mail must go out.
        failure = failure_of(error)
        record_failure(mail, failure, error, delivery)
        if failure == Failure.UNCONFIRMED:
            pause_waiting(PAUSE, delivery.error)
        return failure != Failure.UNCONFIRMED
    mail.record_sent(timezone.now())
    delivery.sent += 1
    if delivery.sent == 1:
        release_waiting()
    return True


def record_failure(mail: QueuedMail, failure: Failure, error: Exception, delivery: Delivery) -> dt.timedelta | None:
    """Record a failed attempt; return the time until the next, or ``None`` where there is none."""
    delivery.failed += 1
    delivery.error = error_text(error)
    delay = mail.record_failure(failure, delivery.error, timezone.now())
    what = "tried again" if delay else "given up"
    logger.warning("The mail %s was not sent (%s), and is %s: %s", mail.message_id, failure, what, delivery.error)
    return delay


def pause_waiting(delay: dt.timedelta, error: str) -> None:
    """Let all mails wait whose server fails, and say so of those that were never tried."""
    now = timezone.now()
    QueuedMail.objects.due(now).update(due_at=now + delay)
    QueuedMail.objects.unsent().filter(failure="").update(failure=Failure.TRANSIENT, error=error)


def release_waiting() -> None:
    """
    Make the mails due that wait for the server, which has just taken one.

    One that it may have taken before is sent a second time now, and not soon a third.
    """
    now = timezone.now()
    waiting = Q(failure=Failure.TRANSIENT) | Q(failure=Failure.UNCONFIRMED, attempts=1)
    QueuedMail.objects.unsent().filter(waiting, due_at__gt=now).update(due_at=now)
