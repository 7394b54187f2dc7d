"""
Changes of the address of an account.

``User.email`` is the one address of an account. A new one is taken once the code that was mailed to it is typed in the
same session, so no address stands in a link or in a log. Whatever changes an address, the old one is told.
"""

import re
import secrets
import time

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.generic import FormView

from board.mail import TemplateMail

SESSION_KEY = "email_change"
DIGITS = 8
# How long a code is taken, in seconds, and how often a wrong one may be typed.
VALID_FOR = 60 * 60
TRIES = 5
SAME_ADDRESS = "This is the address of your account already."
WRONG_CODE = "The code is not right. Look at the newest mail that we sent."


def hash_of(code: str) -> str:
    """Return what the session remembers of a code."""
    return salted_hmac("board.accounts.email_change", code).hexdigest()


def request_change(request, email: str) -> None:
    """Mail a code to a new address, and remember both in the session."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    request.session[SESSION_KEY] = {
        "from": request.user.email,
        "to": email,
        "code": hash_of(code),
        "until": time.time() + VALID_FOR,
        "tries": TRIES,
    }
    context = {"user": request.user, "code": code, "site": settings.BASE_URL}
    TemplateMail.render("email_confirmation", context).send([email])


def pending_change(request) -> dict | None:
    """Return the change that waits for its code; none that is old, or from an address that was changed since."""
    change = request.session.get(SESSION_KEY)
    if not change or time.time() > change["until"] or not change["tries"] or change["from"] != request.user.email:
        return None
    return change


def is_right_code(request, code: str) -> bool:
    """Return whether a code is that of the pending change, and count the try."""
    change = pending_change(request)
    if change is None:
        return False
    request.session[SESSION_KEY] = change | {"tries": change["tries"] - 1}
    return constant_time_compare(change["code"], hash_of(code))


@transaction.atomic
def change_address(user, email: str) -> None:
    """Give an account another address; its old one is told."""
    user.email = email
    user.save(update_fields=["email"])


def report_changed_email(user, previous: str) -> None:
    """
    Tell the old address of an account that it was changed, and forget the addresses that allauth noted for it.

    allauth notes one for each reset of a password, and would go on to mail to it.
    """
    EmailAddress.objects.filter(user=user).delete()
    if previous:
        context = {"user": user, "site": settings.BASE_URL}
        TemplateMail.render("email_changed", context).send([previous])


class RequestForm(forms.Form):
    """A form that judges what was typed by the session and the user of its request."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request


class NewAddressForm(RequestForm):
    """Asks for a new address."""

    email = forms.EmailField(
        label="New email address",
        max_length=get_user_model()._meta.get_field("email").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """Return the address; raises ``ValidationError`` for that of the account."""
        email = self.cleaned_data["email"]
        if email.casefold() == self.request.user.email.casefold():
            raise forms.ValidationError(SAME_ADDRESS)
        return email


class CodeForm(RequestForm):
    """Asks for the code that was mailed to the new address."""

    code = forms.CharField(
        label="Code from the mail",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Return the digits of the code; raises ``ValidationError`` for a wrong one."""
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not is_right_code(self.request, code):
            raise forms.ValidationError(WRONG_CODE)
        return code


class EmailView(LoginRequiredMixin, FormView):
    """Asks for a new address, and then for the code that was mailed to it."""

    template_name = "account/email.html"

    def get_form_class(self):
        return CodeForm if pending_change(self.request) else NewAddressForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        """Add the address that waits for its code."""
        return super().get_context_data(**kwargs) | {"change": pending_change(self.request)}

    def post(self, request, *args, **kwargs):
        """Take the address or the code, or begin again with another address."""
        if "again" in request.POST:
            request.session.pop(SESSION_KEY, None)
            return redirect("account_email")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        """Mail the code, or change the address."""
        if isinstance(form, NewAddressForm):
            request_change(self.request, form.cleaned_data["email"])
            return redirect("account_email")
        change_address(self.request.user, self.request.session.pop(SESSION_KEY)["to"])
        messages.success(self.request, "Mail for you goes to the new address from now on.")
        return redirect("account_email")
