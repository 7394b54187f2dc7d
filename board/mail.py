"""Mails that the site sends itself, made of templates."""

import logging
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

logger = logging.getLogger(__name__)

MODERATORS = "Moderators"


def admin_url(name: str, *args) -> str:
    """Return the full address of a page of the admin."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def moderator_addresses() -> list[str]:
    """Return the email addresses of the active moderators."""
    users = get_user_model().objects.filter(is_active=True, groups__name=MODERATORS).exclude(email="")
    return sorted(set(users.values_list("email", flat=True)))


class TemplateMail(NamedTuple):
    """A mail's subject and text, sent to each recipient separately."""

    subject: str
    text: str

    @classmethod
    def render(cls, template: str, context: dict) -> "TemplateMail":
        """Return the mail of two templates, ``email/TEMPLATE_subject.txt`` and ``email/TEMPLATE.txt``."""
        subject = " ".join(render_to_string(f"email/{template}_subject.txt", context).split())
        return cls(subject, render_to_string(f"email/{template}.txt", context).strip() + "\n")

    def send(self, address: str) -> None:
        """Send the mail. Raises ``SMTPException`` or ``OSError`` when the mail server does not take it."""
        send_mail(self.subject, self.text, None, [address])

    def try_to_send(self, address: str) -> bool:
        """Return whether the mail was sent; a failure is logged."""
        try:
            self.send(address)
        except Exception:
            logger.exception("The mail “%s” could not be sent.", self.subject)
            return False
        return True

    def send_on_commit(self, addresses: Iterable[str]) -> None:
        """Send the mail once the current transaction is committed; a failure is logged and stops nothing."""

        def send_to_all() -> None:
            for address in addresses:
                self.try_to_send(address)

        transaction.on_commit(send_to_all)
