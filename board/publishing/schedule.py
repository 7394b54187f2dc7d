"""Scheduled publication and expiry, in which a failure of one page never stops the others."""

import logging

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from wagtail.models import Revision

from board.basepage.models import BasePage

logger = logging.getLogger(__name__)


def error_text(error: Exception) -> str:
    """Return the message of an error in one line."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def expire_due() -> list[tuple[str, str]]:
    """
    Unpublish every page that has expired, each in a transaction of its own.

    Returns the failures, each with its reason.
    """
    failed = []
    for page in BasePage.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at"):
        try:
            with transaction.atomic():
                page.lock_row()
                page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        except Exception as error:
            logger.exception("Page %s has expired and can't be taken down.", page.pk)
            failed.append((f"Page {page.pk} was not taken down", error_text(error)))
    return failed


def publish_due() -> list[tuple[str, str]]:
    """
    Publish every page revision that is due, each in a transaction of its own.

    One that can't be published is logged and taken out of the schedule, so that it is reported once. Returns the
    failures, each with its reason.
    """
    failed = []
    due = Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    for revision in due:
        try:
            with transaction.atomic():
                # Publishing writes revisions before the page, but approvals and withdrawals lock the page first.
                BasePage.objects.lock(int(revision.object_id))
                revision.publish(log_action="wagtail.publish.scheduled")
        except OperationalError as error:
            # The database was busy: the next run tries again.
            logger.exception("Revision %s could not be published this time.", revision.pk)
            failed.append((f"Revision {revision.pk} was not published this time", error_text(error)))
        except Exception as error:
            logger.exception("Revision %s can't be published; it is out of the schedule now.", revision.pk)
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            failed.append((f"Revision {revision.pk} was not published", error_text(error)))
    return failed
