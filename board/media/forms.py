"""The forms of documents and images: reasons for replacements, concurrent replacements, and storage errors."""

import logging

from django import forms
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .file_fields import has_unstored_bytes
from .models import BoardDocument, DocumentVersion, FileChange
from .models.images import BROKEN

logger = logging.getLogger(__name__)

REPLACED_CONCURRENTLY = "replaced_concurrently"
NO_EXEMPTION = "Nothing: it works, or it is not known yet"
NOT_STORED = "not_stored"
STORAGE_FAILS = (
    "The file could not be stored: there may be no room left, or storage does not answer. Everything else that you "
    "typed is still here. Tell whoever looks after the machine, then choose the file again."
)


def storage_error(error: OSError) -> forms.ValidationError:
    """Return the form error for a file that could not be stored, and log the reason."""
    logger.error("A file could not be stored.", exc_info=error)
    return forms.ValidationError(STORAGE_FAILS, code=NOT_STORED)


class StoredFileMixin:
    """Stores the file as the last step of validation, so that a failure loses nothing else of the form."""

    def is_valid(self) -> bool:
        """Return whether the form is valid and its file stored."""
        if not super().is_valid():  # type: ignore[misc]
            return False
        instance = self.instance  # type: ignore[attr-defined]
        if has_unstored_bytes(instance.file):
            try:
                instance.store_file()
            except OSError as error:
                self.add_error("file", storage_error(error))  # type: ignore[attr-defined]
                return False
        return True


class BoardDocumentForm(StoredFileMixin, BaseDocumentForm):
    """A document's form. New bytes get the same URL, and a version with who put them there and why."""

    reason = forms.CharField(
        label="Why the file is replaced",
        max_length=500,
        required=False,
        help_text="Needed when you choose a new file. Kept with the earlier version, and not shown to readers.",
    )
    # The hash of the bytes when the form was opened.
    seen_hash = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("title", "file", "reason")

    def __init__(self, *args, **kwargs):
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        # Wagtail would delete the file that is replaced, which stays as a version.
        self.original_file = None
        if self.instance.pk and "file" in self.fields:
            self.initial["seen_hash"] = self.instance.file_hash
        else:
            del self.fields["reason"], self.fields["seen_hash"]
        if "exemption" in self.fields:
            # The choices are sentences, which a select box does not wrap on a phone.
            self.fields["exemption"].widget = forms.RadioSelect()
            self.fields["exemption"].choices = [("", NO_EXEMPTION), *BoardDocument.Exemption.choices]

    def clean(self):
        """Require a reason for a replacement, and set it aside where another came first."""
        cleaned = super().clean()
        if self.instance.pk and "file" in self.changed_data and not self.errors:
            self.check_replacement(cleaned)
        return cleaned

    def check_replacement(self, cleaned) -> None:
        """Add errors of new bytes for an existing document."""
        stored = BoardDocument.objects.get(pk=self.instance.pk)
        if stored.file_type != BoardDocument(file=cleaned["file"].name).file_type:
            self.add_error(
                "file",
                f"This address promises readers a {stored.file_type}, so choose a {stored.file_type} here. Add "
                "anything else as a new document.",
            )
        elif not cleaned["reason"].strip():
            self.add_error("reason", "Say why the file is replaced, such as “Figures for 2025 corrected”.")
        elif cleaned["seen_hash"] != stored.file_hash:
            self.add_error("file", self.set_aside(stored, cleaned))

    def set_aside(self, stored: BoardDocument, cleaned) -> forms.ValidationError:
        """Store an upload that came second as a version, and return the error for its form."""
        try:
            with transaction.atomic():
                DocumentVersion.record(stored, cleaned["file"], self.change_of(cleaned), is_set_aside=True)
        except OSError as error:
            return storage_error(error)
        version = stored.versions.filter(is_set_aside=False).first() or DocumentVersion(document=stored)
        return forms.ValidationError(
            f"{version.user_name or 'Somebody'} has replaced this file since you opened this page. Yours is "
            "kept: under Versions you can compare the two and put yours in place.",
            code=REPLACED_CONCURRENTLY,
        )

    def change_of(self, cleaned) -> FileChange:
        """Return who changes the document and why."""
        return FileChange(self.user, cleaned.get("reason", "").strip())

    def save(self, commit=True):
        self.instance.change = self.change_of(self.cleaned_data)
        return super().save(commit=commit)


class BoardImageForm(StoredFileMixin, BaseImageForm):
    """An image's form, which requires a description for readers who can't see it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].help_text = (
                "What somebody needs to know who can’t see the picture. A page that uses it only as decoration says so "
                "itself."
            )

    def full_clean(self) -> None:
        """Add an error for a truncated image, for which Wagtail's own field lets Pillow's exceptions through."""
        try:
            super().full_clean()
        except (OSError, SyntaxError, EOFError):
            self.add_error("file", forms.ValidationError(BROKEN, code="broken"))
