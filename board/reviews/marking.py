"""Marking a page as reviewed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from board.basepage.models import BasePage

from .models import PageReview

LOG_ACTION = "reviews.review"


def update_revisions(page, next_review: dt.date) -> None:
    """
    Write the day of the next review into the revisions that may be published next.

    Otherwise publishing one of them would restore the old day. This makes no new revision, so that neither a review
    in progress nor the chair's approval is affected.
    """
    publishable = Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    if page.live_revision_id:
        publishable |= Q(pk__gte=page.live_revision_id)
    for revision in page.revisions.filter(publishable):
        content = {**revision.content, "review_by": next_review.isoformat()}
        page.revisions.filter(pk=revision.pk).update(content=content)


@transaction.atomic
def mark_as_reviewed(page, user, next_review: dt.date) -> PageReview:
    """
    Record a user's review of a page and its aliases, with the day of the next one.

    The caller has checked that the user may edit the page.
    """
    page.lock_row()
    pages = BasePage.objects
    pages.filter(Q(pk=page.pk) | Q(alias_of=page.pk)).update(review_by=next_review)
    update_revisions(pages.get(pk=page.pk), next_review)
    log(instance=page, action=LOG_ACTION, user=user, data={"next_review": next_review.isoformat()})
    return PageReview.objects.create(page_id=page.pk, reviewed_by=user, next_review=next_review)


def set_owner(page, owner) -> None:
    """Make a user the owner of a page; ``None`` leaves it without one."""
    BasePage.objects.filter(pk=page.pk).update(owner=owner)
