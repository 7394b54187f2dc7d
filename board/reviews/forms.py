"""The form that marks a page as reviewed."""

import datetime as dt

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from board.dates import DateField, validate_usual_date

A_YEAR = dt.timedelta(days=365)


def possible_owners():
    """Return the active users who are in a group, and so may look after a page."""
    users = get_user_model().objects.filter(is_active=True, groups__isnull=False).distinct()
    return users.order_by("first_name", "last_name", "pk")


class ReviewForm(forms.Form):
    """The next review and, for users who may publish the page, its owner."""

    next_review = DateField(
        label="Review it again by",
        validators=[validate_usual_date],
        widget=AdminDateInput,
        help_text="The person who looks after it is reminded 30 days before.",
    )

    def __init__(self, *args, page, can_change_owner: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"next_review": timezone.localdate() + A_YEAR, "owner": page.owner_id}
        if can_change_owner:
            self.fields["owner"] = forms.ModelChoiceField(
                label="Who looks after it",
                queryset=possible_owners(),
                required=False,
                empty_label="No one: the moderators are reminded",
            )

    def clean_next_review(self) -> dt.date:
        day = self.cleaned_data["next_review"]
        if day <= timezone.localdate():
            raise ValidationError("Choose a day to come.")
        return day
