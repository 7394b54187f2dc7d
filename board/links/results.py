"""Which links are due for a check, and what is kept of the outcome."""

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from .models import CheckedLink, LinkUse
from .outcomes import BROKEN, Finding, kind

# A day, less what a nightly run takes: a broken link is looked at every night, the others once a week.
BROKEN_AFTER = dt.timedelta(hours=20)
OTHERS_AFTER = dt.timedelta(days=7) - dt.timedelta(hours=4)


def links(*, page_id: int | None = None) -> QuerySet[CheckedLink]:
    """Return the links that stand somewhere, or on one page: never checked first, then the longest ago."""
    used = LinkUse.objects.filter(page_id=page_id) if page_id else LinkUse.objects.all()
    return CheckedLink.objects.filter(pk__in=used.values("link")).order_by(
        F("last_checked_at").asc(nulls_first=True), "pk"
    )


def due(now: dt.datetime) -> Q:
    """Return the condition of links that are due; what was checked just now is not, so a run that was cut goes on."""
    return (
        Q(last_checked_at__isnull=True)
        | Q(outcome__in=BROKEN, last_checked_at__lte=now - BROKEN_AFTER)
        | Q(last_checked_at__lte=now - OTHERS_AFTER)
    )


def record(link: CheckedLink, finding: Finding) -> None:
    """Store what came out for a link; does nothing where it was deleted meanwhile."""
    now = timezone.now()
    goes_on = link.since is not None and kind(link.outcome) == kind(finding.outcome)
    is_broken = finding.outcome in BROKEN
    CheckedLink.objects.filter(pk=link.pk).update(
        outcome=finding.outcome,
        status=finding.status,
        moved_to=finding.moved_to,
        detail=finding.detail,
        since=link.since if goes_on else now,
        failures=F("failures") + 1 if is_broken else 0,
        last_checked_at=now,
    )
    if not is_broken:
        LinkUse.objects.filter(link=link, told_at__isnull=False).update(told_at=None)
