"""The forms of the two people who reset a lost second factor."""

from django import forms
from django.core.exceptions import ValidationError

# The end of a number, by which those who know it recognise it.
MOST_DIGITS = 4


class StartForm(forms.Form):
    """The start of a reset."""

    reason = forms.CharField(
        label="What happened",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: the telephone with the authenticator app was stolen. The owner reads it.",
    )
    identification = forms.CharField(
        label="How you recognised the person",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: came to my office. A call or a mail alone could be from anyone. Write down no secret.",
    )


class CallBackForm(forms.Form):
    """The record of a call to the owner."""

    identification = forms.CharField(
        label="Which number you rang",
        max_length=100,
        help_text=(
            "One that you knew before, such as the office number, never one from the request. Write what it is, or its "
            "last three or four digits."
        ),
    )
    confirmed = forms.TypedChoiceField(
        label="What the person said",
        choices=[
            ("yes", "Yes, it is lost, and I asked for the reset"),
            ("no", "No, or I am not sure that it was the right person"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def clean_identification(self) -> str:
        """Return the text; raises ``ValidationError`` for a whole number, which would be kept for good."""
        text = self.cleaned_data["identification"]
        if sum(map(str.isdigit, text)) > MOST_DIGITS:
            raise ValidationError("Write no more than the last four digits: this record is kept for good.")
        return text


class CancelForm(forms.Form):
    """The end of a reset that should not go on."""

    reason = forms.CharField(label="Why it is cancelled", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
