"""The mail to the owners of pages about broken links."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from board.engines.linkcheck.outcomes import BROKEN
from board.mail import TemplateMail, admin_url, moderator_addresses

from .models import LinkUse

# A link that stays broken is mentioned again after this.
REPEAT_INTERVAL = dt.timedelta(days=30)


def broken_uses():
    """Return the uses of links that have failed at least twice in a row, on different days."""
    local = timezone.get_current_timezone()
    return (
        LinkUse.objects.filter(link__outcome__in=BROKEN, link__failures__gte=2)
        .annotate(
            first_day=TruncDate("link__since", tzinfo=local), last_day=TruncDate("link__last_checked_at", tzinfo=local)
        )
        .filter(first_day__lt=F("last_day"))
        .select_related("link", "page__owner")
        .order_by("page__title", "pk")
    )


def uses_by_recipient() -> dict[str, list[LinkUse]]:
    """
    Return the broken links to mail, by the address of the page's owner.

    Links without an owner who can be mailed go to every moderator. Recipients who were told of all of theirs recently
    are left out.
    """
    uses_by_address: dict[str, list[LinkUse]] = defaultdict(list)
    for use in broken_uses():
        owner = use.owner
        has_owner = owner and owner.is_active and owner.email
        for address in [owner.email] if has_owner else moderator_addresses():
            uses_by_address[address].append(use)
    recently = timezone.now() - REPEAT_INTERVAL
    return {
        address: uses
        for address, uses in uses_by_address.items()
        if any(use.told_at is None or use.told_at <= recently for use in uses)
    }


def send_broken_links() -> int:
    """
    Queue the mails that are due, and return how many.

    What a mail tells of is recorded in the same transaction.
    """
    recipients = uses_by_recipient()
    for address, uses in recipients.items():
        context = {"uses": uses, "base": settings.WAGTAILADMIN_BASE_URL, "report": admin_url("links_broken")}
        with transaction.atomic():
            TemplateMail.render("broken_links", context).send([address])
            LinkUse.objects.filter(pk__in=[use.pk for use in uses]).update(told_at=timezone.now())
    return len(recipients)
