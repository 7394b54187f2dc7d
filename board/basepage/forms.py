"""Wagtail's forms for editing and copying pages, as the board uses them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from board import dates
from board.approvals.digest import content_digest
from board.characters import one_line, printable

from .dependants import is_home_page
from .routing import is_for_pages
from .unusual_dates import ConfirmedDatesField, UnusualDate, errors_by_field, unusual_dates

# In every form of the admin that is made from a model: pages, settings, and Wagtail's own of when a page goes live.
register_form_field_override(models.DateField, override={"form_class": dates.DateField, "widget": AdminDateInput})
register_form_field_override(
    models.DateTimeField, override={"form_class": dates.DateTimeField, "widget": AdminDateTimeInput}
)


def take_over_publication(page) -> bool:
    """
    Return whether a page has gone live since it was read, after copying the stored publication to the instance.

    Call it within the transaction that saves the page; it locks the row.
    """
    page.lock_row()
    names = ("live", "live_revision_id", "first_published_at", "last_published_at")
    stored = type(page)._base_manager.filter(pk=page.pk).values(*names).first()
    if page.live or not stored or not stored["live"]:
        return False
    for name, value in stored.items():
        setattr(page, name, value)
    return True


class BasePageForm(WagtailAdminPageForm):
    """Saves every new page as a draft first, even if it is published in the same request."""

    confirmed_dates = ConfirmedDatesField(required=False)

    def clean(self):
        """
        Refuse an address that the site itself uses, where the page would never be shown.

        And ask once about dates that are probably slips. A draft may have any that can be shown.
        """
        cleaned = super().clean()
        if not self.is_deferred_validation:
            self.ask_about_dates(cleaned)
        parent_url = self.parent_page.get_url_parts() if self.parent_page else None
        if parent_url and cleaned.get("slug") and not is_for_pages(f"{parent_url[2]}{cleaned['slug']}/"):
            message = "The site uses this address itself. Choose another."
            self.add_error("slug", ValidationError(message, code="address_in_use"))
        if cleaned.get("expire_at") and self.instance.pk and is_home_page(self.instance):
            message = "A home page does not expire: the site’s own address would then lead nowhere."
            self.add_error("expire_at", ValidationError(message, code="home_page"))
        # In place: Wagtail's mixin for drafts returns these, and not what it is given.
        self.cleaned_data.update(self.printable_words())
        return cleaned

    def printable_words(self) -> dict[str, str]:
        """
        Return the words that were typed or pasted anew as every format can hold them, by field.

        What was there already stays as it is: it may have been approved.
        """
        fields = [field for field in self.instance._meta.concrete_fields if field.name in self.changed_data]
        return {
            field.name: (one_line if isinstance(field, models.CharField) else printable)(self.cleaned_data[field.name])
            for field in fields
            if isinstance(self.cleaned_data.get(field.name), str)
        }

    def unusual_dates(self, cleaned: dict[str, Any]) -> list[UnusualDate]:
        """Return the dates of the form that are probably slips; page types add theirs."""
        return list(unusual_dates(self.fields, cleaned))

    def ask_about_dates(self, cleaned: dict[str, Any]) -> None:
        """
        Refuse unusual dates once, with the reasons; the same sent again is meant.

        What is public or under review was asked about before, and is only once it has changed.
        """
        asked = self.unusual_dates(cleaned)
        page = self.instance
        if asked and page.pk and (page.workflow_in_progress or (page.live and not page.has_unpublished_changes)):
            changed = self.changed_data
            asked = [date for date in asked if date.place[0] in changed]
        questions = [date.question for date in asked]
        if set(questions) <= set(cleaned.get("confirmed_dates", "").splitlines()):
            return
        for name, error in errors_by_field(asked).items():
            self.add_error(name, error)
        data = self.data.copy()  # type: ignore[has-type]
        data[self.add_prefix("confirmed_dates")] = "\n".join(questions)
        self.data = data

    def has_changed(self) -> bool:
        """
        Return whether the form changes anything of the page.

        A browser's rich text editor sends text that it did not store itself with other markup than it was stored with.
        Where everything reads the same, that is no change: an approval sent with the form is about the stored words.
        """
        if not super().has_changed() or not self.instance.pk or not self.is_valid():
            return super().has_changed()
        content = {*self.instance.public_fields, *self.instance.get_streamfield_names()}
        if not content.issuperset(self.changed_data) or any(
            formset.has_changed() for formset in self.formsets.values()
        ):
            return True
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk).get_latest_revision_as_object()
        return content_digest(stored) != content_digest(self.instance)

    @transaction.atomic
    def save(self, commit=True):
        """
        Save the page and return it: a new one as a draft.

        Wagtail's create view saves a page that is to be published as live, before the approval rule is checked; the
        publication of its first revision makes it live anyway. And its edit view writes the whole row of a page that
        was a draft when the request began, which would silently unpublish it if it was published since. Such a page
        keeps its row, and the words go into the revision alone, as for any live page.
        """
        if self.instance._state.adding:
            self.instance.live = False
        elif commit and take_over_publication(self.instance):
            commit = False
        return super().save(commit=commit)


class BasePageCopyForm(CopyForm):
    """Makes copies that are drafts, unless the board lets one person publish."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.page.get_parent().permissions_for_user(self.user).can_publish_subpage():
            for name in ("publish_copies", "alias"):
                self.fields.pop(name, None)

    def clean(self):
        """Take what a word processor may leave in it out of the new title."""
        cleaned = super().clean()
        if "new_title" in cleaned:
            cleaned["new_title"] = one_line(cleaned["new_title"])
        return cleaned
