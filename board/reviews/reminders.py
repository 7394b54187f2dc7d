"""Reminding those who look after pages."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from board.approvals.mail import admin_url

from .due import due_pages, step
from .models import ReviewReminder
from .people import is_there, moderators

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminder:
    """A page to remind of and its step, in days from its day of review; ``url`` leads to the form that marks it."""

    page: Any
    days: int
    url: str


@dataclass
class Outcome:
    """How many mails were sent and not sent, and the pages that nobody could be reminded of."""

    sent: int = 0
    failed: int = 0
    nobody: tuple[str, ...] = ()


def outstanding(today: dt.date) -> list[Reminder]:
    """Return what is to be reminded of, but was not yet for its step; steps that were missed are not made up for."""
    pages = due_pages(today).select_related("owner")
    sent = set(ReviewReminder.objects.filter(page__in=pages.order_by()).values_list("page_id", "review_by", "days"))
    return [
        Reminder(page, days, admin_url("mark_as_reviewed", page.pk))
        for page in pages
        if (days := step(page.review_by, today)) is not None and (page.pk, page.review_by, days) not in sent
    ]


def by_recipients(reminders: Iterable[Reminder]) -> dict[tuple[str, ...], list[Reminder]]:
    """Return the reminders by the addresses to which they go: the owner's, or else every moderator's."""
    everybody = tuple(user.email for user in moderators())
    found: dict[tuple[str, ...], list[Reminder]] = {}
    for reminder in reminders:
        owner = reminder.page.owner
        found.setdefault((owner.email,) if is_there(owner) else everybody, []).append(reminder)
    return found


def tell(addresses: Iterable[str], reminders: list[Reminder], today: dt.date) -> None:
    """Mail each address one list of pages; raises ``SMTPException`` or ``OSError`` where that fails."""
    context = {"reminders": reminders, "today": today, "report": admin_url("pages_to_review")}
    subject = " ".join(render_to_string("email/review_reminder_subject.txt", context).split())
    text = render_to_string("email/review_reminder.txt", context).strip() + "\n"
    for address in addresses:
        send_mail(subject, text, None, [address])


def send_reminders(today: dt.date) -> Outcome:
    """
    Remind of every page that has reached a new step.

    What was sent is noted in one transaction with the sending: a mail that fails is tried again with the next run,
    and of two runs at once one sends.
    """
    outcome = Outcome()
    for addresses, reminders in by_recipients(outstanding(today)).items():
        if not addresses:
            outcome.nobody = tuple(reminder.page.get_admin_display_title() for reminder in reminders)
            continue
        try:
            with transaction.atomic():
                ReviewReminder.objects.bulk_create(
                    ReviewReminder(page_id=each.page.pk, review_by=each.page.review_by, days=each.days)
                    for each in reminders
                )
                tell(addresses, reminders, today)
        except IntegrityError:
            logger.info("Another run has sent these reminders just now.")
        except (SMTPException, OSError):
            logger.exception("A reminder of %s pages could not be sent.", len(reminders))
            outcome.failed += len(addresses)
        else:
            outcome.sent += len(addresses)
    return outcome
