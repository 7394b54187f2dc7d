"""Marking a page as reviewed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from board.basepage.models import BasePage

from .models import PageReview

LOG_ACTION = "reviews.review"


def carry_into_revisions(page, next_review: dt.date) -> None:
    """
    Write a new day of review into the revisions that may be published next.

    Else whichever of them is published would bring the old day back. It is no new revision: no word changes, and
    neither a review that is going on nor the chair's approval is disturbed.
    """
    coming = Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    if page.live_revision_id:
        coming |= Q(pk__gte=page.live_revision_id)
    for revision in page.revisions.filter(coming):
        content = {**revision.content, "review_by": next_review.isoformat()}
        page.revisions.filter(pk=revision.pk).update(content=content)


@transaction.atomic
def mark_as_reviewed(page, user, next_review: dt.date) -> PageReview:
    """
    Note that a user found a page right, with the day of the next review; its aliases follow.

    The caller has made sure that the user may edit the page.
    """
    BasePage.objects.lock(page.pk)
    pages = BasePage.objects
    pages.filter(Q(pk=page.pk) | Q(alias_of=page.pk)).update(review_by=next_review)
    carry_into_revisions(pages.get(pk=page.pk), next_review)
    log(instance=page, action=LOG_ACTION, user=user, data={"next_review": next_review.isoformat()})
    return PageReview.objects.create(page_id=page.pk, reviewed_by=user, next_review=next_review)


def set_owner(page, owner) -> None:
    """Make a user the owner of a page; ``None`` leaves it without one."""
    BasePage.objects.filter(pk=page.pk).update(owner=owner)
