"""The form that marks a page as reviewed."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from .people import possible_owners

A_YEAR = dt.timedelta(days=365)


class OwnerField(forms.ModelChoiceField):
    """A choice of users by their names."""

    def label_from_instance(self, obj) -> str:
        """Return what a user is called."""
        return obj.get_full_name() or obj.get_username()


class ReviewForm(forms.Form):
    """When the page is to be read again and, for those who may publish it, who looks after it."""

    next_review = forms.DateField(
        label="Review it again by",
        widget=AdminDateInput,
        help_text="Whoever looks after it is reminded 30 days before.",
    )

    def __init__(self, *args, page, may_give_away: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"next_review": timezone.localdate() + A_YEAR, "owner": page.owner_id}
        if may_give_away:
            self.fields["owner"] = OwnerField(
                label="Who looks after it",
                queryset=possible_owners(),
                required=False,
                empty_label="Nobody: the moderators are reminded",
            )

    def clean_next_review(self) -> dt.date:
        """Refuse a day that is not to come."""
        day = self.cleaned_data["next_review"]
        if day <= timezone.localdate():
            raise ValidationError("Choose a day to come.")
        return day
