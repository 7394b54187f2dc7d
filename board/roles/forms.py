"""The forms for cover, and for a person who leaves."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.admin.widgets import AdminDateInput

from board.cover.models import Cover
from board.dates import DateField, validate_usual_date

from .entering import errors_of_days, questions, reason_against_stand_in


def active_users():
    """Return the users who can sign in, by name."""
    return get_user_model().objects.filter(is_active=True).order_by("first_name", "last_name", "pk")


class CoverForm(forms.Form):
    """Who stands in, for which group, and on which days; what is unusual is asked about once."""

    group = forms.ModelChoiceField(label="In the group", queryset=Group.objects.none(), empty_label=None)
    stand_in = forms.ModelChoiceField(
        label="Who stands in",
        queryset=get_user_model().objects.none(),
        empty_label="Choose a person",
        help_text="For these days the person may do what the group may, and is mailed what it is mailed.",
    )
    first_day = DateField(label="First day", validators=[validate_usual_date], widget=AdminDateInput)
    last_day = DateField(
        label="Last day",
        validators=[validate_usual_date],
        widget=AdminDateInput,
        error_messages={"required": "Choose the last day: cover always ends by itself. You can enter it again."},
        help_text="Cover ends when this day is over, in London.",
    )
    confirmed = forms.BooleanField(label="Yes, enter it like this", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = groups
        self.fields["group"].queryset = Group.objects.filter(pk__in=[group.pk for group in groups]).order_by("name")  # type: ignore[attr-defined]
        self.fields["stand_in"].queryset = active_users().exclude(pk=user.pk)  # type: ignore[attr-defined]

    def clean(self):
        """Refuse days that can't be meant and people who can't stand in, and ask about what is unusual."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        fields = ("group", "stand_in", "first_day", "last_day")
        self.cover = Cover(role=self.roles[cleaned["group"]], **{name: cleaned[name] for name in fields})
        if errors := errors_of_days(self.cover):
            for field, error in errors.items():
                self.add_error(field, error)
        elif reason := reason_against_stand_in(self.cover):
            self.add_error("stand_in", reason)
        elif asked := questions(self.cover):
            self.fields["confirmed"].widget = forms.CheckboxInput()
            if not cleaned["confirmed"]:
                self.add_error("confirmed", " ".join(asked))
        return cleaned


class LeavingForm(forms.Form):
    """Who takes over from a person who leaves."""

    successor = forms.ModelChoiceField(
        label="Who takes over", queryset=get_user_model().objects.none(), empty_label="Choose a person"
    )
    understood = forms.BooleanField(label="I know this")

    def __init__(self, *args, person, needs_successor: bool, warning: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = active_users().exclude(pk=person.pk)  # type: ignore[attr-defined]
        if not needs_successor:
            del self.fields["successor"]
        if warning:
            self.fields["understood"].help_text = warning
        else:
            del self.fields["understood"]
