"""Reminders to the owners of pages that are due for review."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from board.mail import TemplateMail, admin_url, moderator_addresses

from .due import due_pages, reminder_step
from .models import ReviewReminder

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminder:
    """A page that is due, its step in days from ``review_by``, and the URL of the form that marks it as reviewed."""

    page: Any
    days: int
    url: str


@dataclass
class ReminderSummary:
    """How many mails were queued, and the titles of pages for which there was no recipient."""

    queued: int = 0
    without_recipient: tuple[str, ...] = ()


def outstanding_reminders(today: dt.date) -> list[Reminder]:
    """Return the reminders that have not been sent for their present step; missed steps are not made up for."""
    pages = due_pages(today).select_related("owner")
    sent = set(ReviewReminder.objects.filter(page__in=pages.order_by()).values_list("page_id", "review_by", "days"))
    return [
        Reminder(page, days, admin_url("mark_as_reviewed", page.pk))
        for page in pages
        if (days := reminder_step(page.review_by, today)) is not None and (page.pk, page.review_by, days) not in sent
    ]


def can_be_reminded(user) -> bool:
    """Return whether a user can still sign in to the admin and has an email address."""
    return bool(user and user.is_active and user.email and user.has_perm("wagtailadmin.access_admin"))


def by_recipients(reminders: Iterable[Reminder]) -> dict[tuple[str, ...], list[Reminder]]:
    """Return the reminders by recipient: the page's owner or, where that can't be, every moderator."""
    moderators = tuple(moderator_addresses())
    reminders_by_addresses: dict[tuple[str, ...], list[Reminder]] = {}
    for reminder in reminders:
        owner = reminder.page.owner
        reminders_by_addresses.setdefault((owner.email,) if can_be_reminded(owner) else moderators, []).append(reminder)
    return reminders_by_addresses


def send_reminders(today: dt.date) -> ReminderSummary:
    """
    Remind of every page that has reached a new step.

    The reminders are recorded and their mails queued in one transaction, so only one of two concurrent runs sends.
    """
    summary = ReminderSummary()
    for addresses, reminders in by_recipients(outstanding_reminders(today)).items():
        if not addresses:
            summary.without_recipient = tuple(reminder.page.get_admin_display_title() for reminder in reminders)
            continue
        try:
            with transaction.atomic():
                ReviewReminder.objects.bulk_create(
                    ReviewReminder(page_id=reminder.page.pk, review_by=reminder.page.review_by, days=reminder.days)
                    for reminder in reminders
                )
                context = {"reminders": reminders, "today": today, "report": admin_url("pages_to_review")}
                TemplateMail.render("review_reminder", context).send(addresses)
        except IntegrityError:
            logger.info("Another run has sent these reminders just now.")
        else:
            summary.queued += len(addresses)
    return summary
