"""The moderator's form."""

from django import forms

from .models import Withdrawal


class WithdrawForm(forms.Form):
    """Why a page is taken down, from a list that repeats nothing of it."""

    reason = forms.ChoiceField(
        label="What readers are told", choices=Withdrawal.Reason.choices, widget=forms.RadioSelect
    )
