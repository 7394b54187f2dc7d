"""Mails that Wagtail's workflow does not send: when an approval lapses or is taken back."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

logger = logging.getLogger(__name__)


def admin_url(name: str, *args) -> str:
    """Return the full address of a page of the admin."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def tell(users, template: str, context: dict) -> None:
    """
    Mail each active user with an address, once what is told of is certain.

    ``template`` names two templates in ``templates/email/``: ``…_subject.txt`` and ``….txt``. A mail that can't be
    sent is logged, and stops nothing.
    """
    addresses = sorted({user.email for user in users if user and user.is_active and user.email})
    subject = " ".join(render_to_string(f"email/{template}_subject.txt", context).split())
    text = render_to_string(f"email/{template}.txt", context).strip() + "\n"

    def send() -> None:
        for address in addresses:
            try:
                send_mail(subject, text, None, [address])
            except Exception:
                logger.exception("The mail “%s” could not be sent.", subject)

    transaction.on_commit(send)


def tell_of_lapse(page, requester, what: str) -> None:
    """Tell the one who submitted a page that its review has ended because a file in it has changed."""
    context = {"page": page, "what": what, "url": admin_url("wagtailadmin_pages:edit", page.pk)}
    tell([requester, page.owner], "approval_lapsed", context)


def tell_of_withdrawal(approval, user, reason: str) -> None:
    """Tell moderators and the writers that the chair has taken an approval back."""
    people = get_user_model().objects.filter(groups__name="Moderators") | get_user_model().objects.filter(
        pk__in=[writer["id"] for writer in approval.writers]
    )
    context = {
        "approval": approval,
        "user": user,
        "reason": reason,
        "url": admin_url("wagtailadmin_pages:edit", approval.page_id),
    }
    tell(people.exclude(pk=user.pk).distinct(), "approval_withdrawn", context)
