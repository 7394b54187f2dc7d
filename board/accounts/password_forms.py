"""django-allauth's forms that take a new password, with labels in plain English."""

from typing import Any

from allauth.account import forms

LABELS = {
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "The new password again",
}


class LabelledFieldsMixin:
    """Labels the fields of a form."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = LABELS.get(name, field.label)


class ChangePasswordForm(LabelledFieldsMixin, forms.ChangePasswordForm):
    """A user's change of a known password."""


class SetPasswordForm(LabelledFieldsMixin, forms.SetPasswordForm):
    """A user's first password."""


class ResetPasswordKeyForm(LabelledFieldsMixin, forms.ResetPasswordKeyForm):
    """A new password by the link in a mail."""
