"""The mail that tells people which links on their pages are broken."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db.models import F
from django.db.models.functions import TruncDate
from django.utils import timezone

from board.mail import TemplateMail, admin_url, moderator_addresses

from .models import LinkUse
from .outcomes import BROKEN

# A link that stays broken is not mentioned again before.
AGAIN_AFTER = dt.timedelta(days=30)


def broken_uses():
    """Return the uses of links that failed at least twice in a row, on different days."""
    day = timezone.get_current_timezone()
    return (
        LinkUse.objects.filter(link__outcome__in=BROKEN, link__failures__gte=2)
        .annotate(
            first_day=TruncDate("link__since", tzinfo=day), last_day=TruncDate("link__last_checked_at", tzinfo=day)
        )
        .filter(first_day__lt=F("last_day"))
        .select_related("link", "page__owner")
        .order_by("page__title", "pk")
    )


def digests() -> dict[str, list[LinkUse]]:
    """
    Return what to mail to whom: by address, what is broken on that person's pages.

    What nobody owns who can be told goes to every moderator. Nobody is in it who has heard of everything lately.
    """
    mails: dict[str, list[LinkUse]] = defaultdict(list)
    for use in broken_uses():
        owner = use.owner
        has_owner = owner and owner.is_active and owner.email
        for address in [owner.email] if has_owner else moderator_addresses():
            mails[address].append(use)
    lately = timezone.now() - AGAIN_AFTER
    return {
        address: uses
        for address, uses in mails.items()
        if any(use.told_at is None or use.told_at <= lately for use in uses)
    }


def send_digests() -> int:
    """
    Send every mail that is due and return how many went out.

    A mail that can't be sent is logged, stops nothing, and is due again the next time.
    """
    sent = 0
    for address, uses in digests().items():
        context = {"uses": uses, "base": settings.WAGTAILADMIN_BASE_URL, "report": admin_url("links_broken")}
        if TemplateMail.render("broken_links", context).try_to_send(address):
            sent += 1
            LinkUse.objects.filter(pk__in=[use.pk for use in uses]).update(told_at=timezone.now())
    return sent
