"""Mails that the site sends itself, made of templates."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

MODERATORS = "Moderators"


def admin_url(name: str, *args) -> str:
    """Return the full address of a page of the admin."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def site_url(name: str, *args) -> str:
    """Return the full address of a page of the site."""
    return settings.BASE_URL + reverse(name, args=args)


def addresses_of(users: Iterable) -> list[str]:
    """Return the email addresses of the active users among some, each once; ``None`` stands for no user."""
    return sorted({user.email for user in users if user and user.is_active and user.email})


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
        subject = render_to_string(f"email/{template}_subject.txt", context).strip()
        return cls(subject, render_to_string(f"email/{template}.txt", context).strip() + "\n")

    def send(self, addresses: Iterable[str]) -> None:
        """Queue the mail for each address, in the current transaction: what is rolled back mails no one."""
        for address in addresses:
            send_mail(self.subject, self.text, None, [address])
