"""Scheduled publication and expiry, in which a failure of one object never stops the others."""

import logging

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision

from board.basepage.dependants import is_home_page, reason_to_keep_home_page
from board.basepage.models import BasePage

logger = logging.getLogger(__name__)


def error_text(error: Exception) -> str:
    """Return the message of an error in one line."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def expirable_models() -> list[type]:
    """Return the models whose objects expire: the base page for all pages, and every other model with drafts."""
    others = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, BasePage) and not model._meta.abstract
    ]
    return [BasePage, *others]


def expired(model):
    """Return the objects of a model that are live and have expired."""
    return model.objects.filter(live=True, expire_at__lt=timezone.now())


def expire_due() -> list[tuple[str, str]]:
    """
    Unpublish everything that has expired, each object in a transaction of its own.

    Returns the failures, each with its reason.
    """
    return [
        failure
        for model in expirable_models()
        for pk in expired(model).order_by("expire_at", "pk").values_list("pk", flat=True)
        if (failure := expire(model, pk))
    ]


def expire(model, pk) -> tuple[str, str] | None:
    """Unpublish an object if it has still expired once its row is locked; return the failure, if any."""
    try:
        with transaction.atomic():
            # The list was read before: it may have another time since, or other words may be public.
            locked = expired(model).select_for_update(of=("self",)).filter(pk=pk).first()
            if locked:
                current = locked.specific if isinstance(locked, BasePage) else locked
                if isinstance(current, BasePage) and is_home_page(current):
                    raise ValidationError(reason_to_keep_home_page(current))
                current.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception as error:
        name = f"{model._meta.verbose_name.capitalize()} {pk}"
        logger.exception("%s has expired and can't be taken down.", name)
        return f"{name} was not taken down", error_text(error)
    return None


def due_revisions():
    """Return the revisions that are scheduled and due."""
    return Revision.objects.filter(approved_go_live_at__lt=timezone.now())


def publish_due() -> list[tuple[str, str]]:
    """
    Publish every revision that is due, each in a transaction of its own.

    One that can't be published is logged and taken out of the schedule, so that it is reported once. Returns the
    failures, each with its reason.
    """
    return [
        failure
        for pk in due_revisions().order_by("approved_go_live_at", "pk").values_list("pk", flat=True)
        if (failure := publish_if_due(pk))
    ]


def publish_if_due(pk: int) -> tuple[str, str] | None:
    """Publish a revision if it is still due once page and revision are locked; return the failure, if any."""
    try:
        with transaction.atomic():
            if revision := lock_due_revision(pk):
                revision.publish(log_action="wagtail.publish.scheduled")
    except OperationalError as error:
        # The database was busy: the next run tries again.
        logger.exception("Revision %s could not be published this time.", pk)
        return f"Revision {pk} was not published this time", error_text(error)
    except Exception as error:
        logger.exception("Revision %s can't be published; it is out of the schedule now.", pk)
        due_revisions().filter(pk=pk).update(approved_go_live_at=None)
        return f"Revision {pk} was not published", error_text(error)
    return None


def lock_due_revision(pk: int) -> Revision | None:
    """
    Lock a revision and its page until the transaction ends; return the revision as it is now, if it is still due.

    The page comes first, as for approvals and withdrawals. Unscheduling writes the revision without locking the page,
    so the revision is locked too.
    """
    page_ids = due_revisions().page_revisions().filter(pk=pk).values_list("object_id", flat=True)
    BasePage.objects.lock(*(int(page_id) for page_id in page_ids))
    return due_revisions().select_for_update(of=("self",)).filter(pk=pk).first()
