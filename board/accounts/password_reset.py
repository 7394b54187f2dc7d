"""
Passwords that are forgotten.

A request does the same for every address: it writes a row. The mail worker looks for the account, so neither the
answer nor the time that it takes tells whether there is one.
"""

import re
import time
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.forms import ResetPasswordForm, UserTokenForm
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from board.mail import TemplateMail, site_url

from .models import PasswordResetRequest
from .used_codes import use_once

# Where allauth's view of the form finds the key when the address has this in its place.
KEY_IN_SESSION, FORM_OF_KEY_IN_SESSION = "_password_reset_key", "set-password"


class PasswordResetForm(ResetPasswordForm):
    """Asks for an address, and for no account of it."""

    def clean_email(self) -> str:
        """Return the address in small letters; allauth would look for its account here."""
        return self.cleaned_data["email"].lower()

    def save(self, request: Any, **kwargs: Any) -> str:
        """Leave the rest to the mail worker; return the address."""
        email = self.cleaned_data["email"]
        PasswordResetRequest.objects.create(email=email)
        return email


def reset_url(user: Any) -> str:
    """
    Return the full address at which a user sets a new password, once and within ``PASSWORD_RESET_TIMEOUT``.

    The key is a parameter: logs have paths, and a key in them would open the account to those who read the log.
    """
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    query = urlencode({"user": user_pk_to_url_str(user), "key": key})
    return f"{site_url('account_reset_password_link')}?{query}"


@never_cache
def open_reset_link(request):
    """Keep the key of a link in the session, as allauth does, and lead to the form, which says what it lacks."""
    user, key = request.GET.get("user", ""), request.GET.get("key", "")
    if UserTokenForm({"uidb36": user, "key": key}).is_valid():
        request.session[KEY_IN_SESSION] = key
    uidb36 = user if re.fullmatch("[0-9a-z]+", user) else "0"
    return redirect("account_reset_password_from_key", uidb36=uidb36, key=FORM_OF_KEY_IN_SESSION)


def queue_reset_mails() -> None:
    """Queue a mail for each account of an address that was asked for, and forget the requests."""
    for email in set(PasswordResetRequest.objects.values_list("email", flat=True)):
        answer_requests(email)


@transaction.atomic
def answer_requests(email: str) -> None:
    """
    Queue the mails for an address: one for each of its active accounts, to the address that the account has.

    An address may be written with letters that only look like those of another. Several workers may do this at once.
    """
    removed, _ = PasswordResetRequest.objects.filter(email=email).delete()
    if not removed:
        return
    quarter_of_an_hour = int(time.time() // 900)
    for user in get_user_model().objects.filter(email__iexact=email, is_active=True):
        # Who asks again and again, strangers too, fills no mailbox, and the link in it is never an old one.
        if not use_once(user, f"reset {quarter_of_an_hour}"):
            continue
        context = {"user": user, "url": reset_url(user), "site": settings.BASE_URL}
        TemplateMail.render("password_reset", context).send([user.email])
