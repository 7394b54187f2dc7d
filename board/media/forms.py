"""The forms of documents and images: reasons for replacements, concurrent replacements, and storage errors."""

import logging
from typing import Any

from django import forms
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import SourceImageIOError

from .file_fields import has_unstored_bytes
from .image_types import PictureField
from .models import BoardDocument, FileChange, FileVersion, VersionState

logger = logging.getLogger(__name__)

REPLACED_CONCURRENTLY = "replaced_concurrently"
NO_EXEMPTION = "Nothing: it works, or it is not known yet"
NOT_STORED = "not_stored"
STORAGE_FAILS = (
    "The file could not be stored: there may be no room left, or storage does not answer. Everything else that you "
    "typed is still here. Tell your system administrator, then choose the file again."
)
STORAGE_AWAY = (
    "Storage does not answer, so nothing is saved yet. Everything that you typed is still here: try again in a few "
    "minutes, and tell your system administrator if this stays."
)
IT_WAITS = (
    "“{}” is saved. What readers would see changed waits: a moderator other than you looks at it and lets it out. "
    "Until then they get what they got before."
)
ANOTHER_WAITS = (
    "A new version by {} waits to be let out. Change the rest when that has been done, or when it was discarded."
)


def storage_error(error: OSError) -> forms.ValidationError:
    """Return the form error for a file that could not be stored, and log the reason."""
    logger.error("A file could not be stored.", exc_info=error)
    return forms.ValidationError(STORAGE_FAILS, code=NOT_STORED)


class VersionedFileForm(forms.ModelForm):
    """
    A form that keeps versions of the file, each with who put it there and why.

    The file is stored as the last step of validation, so that a failure loses nothing else of the form. What a second
    person has to release is taken out of what is saved, and becomes the ``version`` that waits.
    """

    def __init__(self, *args, **kwargs):
        self.user = kwargs.get("user")
        self.version: FileVersion | None = None
        self.has_new_file = False
        super().__init__(*args, **kwargs)
        # Wagtail would delete the file that is replaced, which stays as a version.
        self.original_file = None
        if self.instance.pk and "file" in self.fields:
            self.fields["reason"] = forms.CharField(
                label="Why the file is replaced",
                max_length=500,
                required=False,
                help_text="Needed when you choose a new file. Kept with the earlier version, and not shown to readers.",
            )
            # What was in place, or waited, when the form was opened.
            self.fields["seen_hash"] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial["seen_hash"] = self.instance.edit_token
            self.order_fields(["title", "file", "reason"])

    def must_wait(self) -> bool:
        """Return whether a second person has to release what readers would see changed."""
        return False

    def clean(self):
        """Require a reason for a replacement."""
        cleaned = super().clean()
        is_replaced = bool(self.instance.pk) and "file" in self.changed_data and not self.errors
        if is_replaced and not self.cleaned_data["reason"].strip():
            self.add_error("reason", "Say why the file is replaced, such as “Figures for 2025 corrected”.")
        return cleaned

    def clean_file(self):
        """Return the file."""
        return self.cleaned_data["file"]

    def is_valid(self) -> bool:
        """Return whether the form is valid, its file stored, and the present one not replaced since it was opened."""
        if not super().is_valid():
            return False
        self.has_new_file = "file" in self.changed_data
        try:
            if has_unstored_bytes(self.instance.file):
                self.instance.store_file()
            if self.instance.pk and not {"file", *self.instance.public_columns}.isdisjoint(self.changed_data):
                self.check_version()
        except OSError as error:
            self.add_error("file" if "file" in self.fields else None, storage_error(error))
        return not self.errors

    def check_version(self) -> None:
        """Withhold what has to wait, and set aside an upload that came second."""
        if self.is_overtaken():
            self.withhold(VersionState.SET_ASIDE).save()
            self.add_error("file", forms.ValidationError(self.overtaken_message(), code=REPLACED_CONCURRENTLY))
        elif self.must_wait():
            waiting = self.instance.waiting_version
            if waiting and waiting.user != self.user and not self.has_new_file:
                self.add_error(None, ANOTHER_WAITS.format(waiting.user_name or "another person"))
                return
            version = self.withhold(VersionState.WAITING)
            if waiting and waiting.user == self.user:
                version.build_on(waiting, has_new_file=self.has_new_file)

    def is_overtaken(self) -> bool:
        """Return whether there is an upload, and another version is in place or waits than when the form was opened."""
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        return self.has_new_file and self.cleaned_data["seen_hash"] != stored.edit_token

    def overtaken_message(self) -> str:
        """Return what to tell a user whose upload was set aside."""
        newest = self.instance.versions.filter(state__in=[VersionState.CURRENT, VersionState.WAITING]).first()
        return (
            f"{(newest and newest.user_name) or 'Another person'} has replaced this file since you opened this page. "
            "Yours is kept: under Versions you can compare the two and put yours in place."
        )

    def withhold(self, state: VersionState) -> FileVersion:
        """Take what readers would see changed out of what is saved, and return it as an unsaved version."""
        self.version = self.instance.withhold(self.change, state)
        # Wagtail's forms do more for a new file.
        for name in {"file", *self.instance.public_columns} & set(self.changed_data):
            self.changed_data.remove(name)
        return self.version

    @property
    def change(self) -> FileChange:
        """Return who changes the file and why."""
        return FileChange(self.user, self.cleaned_data.get("reason", "").strip())

    @transaction.atomic
    def save(self, commit=True):
        """Save the file, and the version that waits in place of one that waited before."""
        if self.instance.pk:
            self.lock_file()
            self.save_version()
            self.keep_what_is_stored()
        self.instance.change = self.change
        if "file" in self.changed_data:
            # Wagtail's forms would ask storage for its size and hash, which the model has set.
            self.changed_data.remove("file")
        return super().save(commit=commit)

    def save_version(self) -> None:
        """Save the version that waits; one that was overtaken since the form was validated is set aside."""
        if self.has_new_file and self.is_overtaken():
            self.version = self.version or self.withhold(VersionState.SET_ASIDE)
            self.version.state = VersionState.SET_ASIDE
        if self.version is None:
            return
        waiting = self.instance.waiting_version
        if waiting and waiting.user != self.user and not self.has_new_file:
            # A file was uploaded since; another title alone does not push it out.
            self.version.state = VersionState.SET_ASIDE
        elif waiting and self.version.state == VersionState.WAITING:
            self.instance.versions.filter(pk=waiting.pk).update(state=VersionState.SET_ASIDE)
        self.version.save()

    def keep_what_is_stored(self) -> None:
        """Set what this form does not change to what is stored now: a version may have been released meanwhile."""
        unchanged = [name for name in self.instance.public_columns if name not in self.changed_data]
        if self.version or not self.has_new_file:
            unchanged += ["file", *self.instance.versions.model.byte_columns]
        self.instance.copy_stored(*unchanged)

    @property
    def outcome(self) -> str:
        """Return what to tell the user of a version that was not put in place; empty where there is none."""
        if self.version is None:
            return ""
        return (
            IT_WAITS.format(self.instance) if self.version.state == VersionState.WAITING else self.overtaken_message()
        )

    def lock_file(self) -> None:
        """Lock the file's row until the transaction ends."""
        list(type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk).values_list("pk"))


class BoardDocumentForm(VersionedFileForm, BaseDocumentForm):
    """A document's form. New bytes get the same URL."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "exemption" in self.fields:
            # The choices are sentences, which a select box does not wrap on a phone.
            exemption: Any = self.fields["exemption"]
            exemption.widget = forms.RadioSelect()
            exemption.choices = [("", NO_EXEMPTION), *BoardDocument.Exemption.choices]

    def clean_file(self):
        """Return the file; raises ``ValidationError`` for one of another type than the document's address says."""
        file = super().clean_file()
        if self.instance.pk and "file" in self.changed_data:
            stored = BoardDocument._base_manager.get(pk=self.instance.pk)
            if stored.file_type != BoardDocument(file=file.name).file_type:
                raise forms.ValidationError(
                    f"This address promises readers a {stored.file_type}, so choose a {stored.file_type} here. Add "
                    "anything else as a new document."
                )
        return file


class BoardImageForm(VersionedFileForm, BaseImageForm):
    """An image's form, which requires a description for readers who can't see it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].help_text = (
                "What a person who can’t see the picture needs to know. A page that uses it only as decoration says so "
                "itself."
            )

    def clean(self):
        """Leave out a file that stays as it is: Django would fetch it from storage to set its size again."""
        cleaned = super().clean()
        if self.instance.pk and "file" not in self.changed_data:
            cleaned.pop("file", None)
        return cleaned

    def full_clean(self) -> None:
        """Add an error where storage does not answer, so that no copy can be tried of the picture that it has."""
        try:
            super().full_clean()
        except SourceImageIOError:
            logger.exception("A picture could not be read.")
            self.add_error(None, forms.ValidationError(STORAGE_AWAY, code=NOT_STORED))
