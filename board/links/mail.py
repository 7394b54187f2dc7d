"""The mail that tells people which links on their pages are broken."""

import datetime as dt
import logging
from collections import defaultdict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.template.loader import render_to_string
from django.utils import timezone

from board.approvals.mail import admin_url

from .models import LinkUse
from .outcomes import BROKEN

logger = logging.getLogger(__name__)

# A link that stays broken is not mentioned again before.
AGAIN_AFTER = dt.timedelta(days=30)
MODERATORS = "Moderators"


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


def moderators() -> list[str]:
    """Return the addresses of the active moderators."""
    people = get_user_model().objects.filter(is_active=True, groups__name=MODERATORS).exclude(email="")
    return sorted(set(people.values_list("email", flat=True)))


def digests() -> dict[str, list[LinkUse]]:
    """
    Return what to mail to whom: by address, what is broken on that person's pages.

    What nobody owns who can be told goes to every moderator. Nobody is in it who has heard of everything lately.
    """
    mails: dict[str, list[LinkUse]] = defaultdict(list)
    for use in broken_uses():
        owner = use.owner
        has_owner = owner and owner.is_active and owner.email
        for address in [owner.email] if has_owner else moderators():
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
        subject = " ".join(render_to_string("email/broken_links_subject.txt", context).split())
        text = render_to_string("email/broken_links.txt", context).strip() + "\n"
        try:
            send_mail(subject, text, None, [address])
        except Exception:
            logger.exception("The mail “%s” could not be sent.", subject)
            continue
        sent += 1
        LinkUse.objects.filter(Q(pk__in=[use.pk for use in uses])).update(told_at=timezone.now())
    return sent
