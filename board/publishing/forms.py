"""The chair's and the moderator's forms."""

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateTimeInput

from board.approvals.models import StatementApproval
from board.dates import DateTimeField, validate_usual_date
from board.withdrawals.models import Withdrawal


class DecisionForm(forms.Form):
    """The chair's approval: the words on the screen, when they appear, and a note for the editors."""

    seen_digest = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    release = forms.ChoiceField(
        label="When it appears",
        choices=StatementApproval.Release.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=StatementApproval.Release.NOW,
    )
    release_at = DateTimeField(
        label="Time",
        required=False,
        widget=AdminDateTimeInput,
        help_text="In London, wherever you are.",
        validators=[validate_usual_date],
    )
    comment = forms.CharField(
        label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="Mailed to the sender."
    )

    def clean(self):
        """Require a future time for a release at a time."""
        cleaned = super().clean() or {}
        if cleaned.get("release") == StatementApproval.Release.AT and not self.errors:
            release_at = cleaned.get("release_at")
            if not release_at or release_at <= timezone.now():
                self.add_error("release_at", "Choose a time that is still to come, or publish now.")
        return cleaned


class RejectionForm(forms.Form):
    """The chair's request for changes."""

    comment = forms.CharField(
        label="What should be changed", widget=forms.Textarea(attrs={"rows": 2}), help_text="Mailed to the sender."
    )


class ReleaseForm(forms.Form):
    """The release of a held statement, and the alternatives that are discarded for it."""

    discard = forms.ModelMultipleChoiceField(
        label="Discard these alternatives",
        queryset=StatementApproval.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="Why the alternatives are discarded."
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discard"].queryset = others  # type: ignore[attr-defined]

    def clean(self):
        """Require a reason for discarding alternatives."""
        cleaned = super().clean() or {}
        if cleaned.get("discard") and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why the alternatives are discarded.")
        return cleaned


class ReasonForm(forms.Form):
    """The reason of a decision of the chair's, for the register."""

    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 2}), help_text="For the register. Readers don’t see it."
    )


class WithdrawApprovalForm(ReasonForm):
    """The chair's withdrawal of an approval."""

    notice = forms.ChoiceField(
        label="What readers are told",
        choices=Withdrawal.Reason.choices,
        widget=forms.RadioSelect,
        help_text="Shown at the page’s address where the page is public now.",
    )


class ProposeRemovalForm(forms.Form):
    """The proposal to remove words and files from the register."""

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as the court and the number of its order. It stays: repeat nothing of the words.",
    )


class ConfirmRemovalForm(forms.Form):
    """The confirmation of a removal by a second person."""

    understood = forms.BooleanField(label="I know that this cannot be undone.")
