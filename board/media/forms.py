"""The library's forms: what is asked beside a file, two people who replace one at once, storage that takes nothing."""

import logging

from django import forms
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .bytes import has_unstored_bytes
from .documents import BoardDocument, Change, DocumentVersion
from .images import BROKEN

logger = logging.getLogger(__name__)

REPLACED_MEANWHILE = "replaced_meanwhile"
NOTHING_RELIED_ON = "Nothing: it works, or it is not known yet"
NOT_STORED = "not_stored"
STORAGE_FAILS = (
    "The file could not be stored: there may be no room left, or storage does not answer. Everything else that you "
    "typed is still here. Tell whoever looks after the machine, then choose the file again."
)


def not_stored(error: OSError) -> forms.ValidationError:
    """Return what somebody is told whose file could not be stored, and write the reason into the log."""
    logger.error("A file could not be stored.", exc_info=error)
    return forms.ValidationError(STORAGE_FAILS, code=NOT_STORED)


class StoredFileMixin:
    """Writes a file to storage as the last part of validation: where that fails, the form comes back with the rest."""

    def is_valid(self) -> bool:
        """Say whether everything is right, and the file stored."""
        if not super().is_valid():  # type: ignore[misc]
            return False
        instance = self.instance  # type: ignore[attr-defined]
        if has_unstored_bytes(instance.file):
            try:
                instance.store_file()
            except OSError as error:
                self.add_error("file", not_stored(error))  # type: ignore[attr-defined]
                return False
        return True


class BoardDocumentForm(StoredFileMixin, BaseDocumentForm):
    """A document: new bytes keep the address and the earlier ones, with who put them there and why."""

    reason = forms.CharField(
        label="Why the file is replaced",
        max_length=500,
        required=False,
        help_text="Needed when you choose a new file. Kept with the earlier version, and not shown to readers.",
    )
    # The bytes that were there when the form was opened.
    seen_hash = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("title", "file", "reason")

    def __init__(self, *args, **kwargs):
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        # Wagtail deletes what is replaced unless it forgets it; we keep it.
        self.original_file = None
        if self.instance.pk and "file" in self.fields:
            self.initial["seen_hash"] = self.instance.file_hash
        else:
            del self.fields["reason"], self.fields["seen_hash"]
        if "exemption" in self.fields:
            # Sentences, which a list that folds out would not wrap on a phone.
            self.fields["exemption"].widget = forms.RadioSelect()
            self.fields["exemption"].choices = [("", NOTHING_RELIED_ON), *BoardDocument.Exemption.choices]

    def clean(self):
        """Ask why a file is replaced, and set it aside where somebody else has replaced it meanwhile."""
        cleaned = super().clean()
        if self.instance.pk and "file" in self.changed_data and not self.errors:
            self.check_replacement(cleaned)
        return cleaned

    def check_replacement(self, cleaned) -> None:
        """Add what is wrong with new bytes for a document that is there already."""
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
        """Keep an upload that came second, and return what its owner is told."""
        try:
            with transaction.atomic():
                DocumentVersion.record(stored, cleaned["file"], self.change_of(cleaned), is_set_aside=True)
        except OSError as error:
            return not_stored(error)
        version = stored.versions.filter(is_set_aside=False).first() or DocumentVersion(document=stored)
        return forms.ValidationError(
            f"{version.user_name or 'Somebody'} has replaced this file since you opened this page. Yours is "
            "kept: under Versions you can compare the two and put yours in place.",
            code=REPLACED_MEANWHILE,
        )

    def change_of(self, cleaned) -> Change:
        """Return who changes the document, and why."""
        return Change(self.user, cleaned.get("reason", "").strip())

    def save(self, commit=True):
        """Save the document, with who did it and why."""
        self.instance.change = self.change_of(self.cleaned_data)
        return super().save(commit=commit)


class BoardImageForm(StoredFileMixin, BaseImageForm):
    """A picture: its description is what somebody who can't see it is told."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].help_text = (
                "What somebody needs to know who can’t see the picture. A page that uses it only as decoration says so "
                "itself."
            )

    def full_clean(self) -> None:
        """Clean everything; of a picture that ends too early, Wagtail's own field lets Pillow's errors through."""
        try:
            super().full_clean()
        except (OSError, SyntaxError, EOFError):
            self.add_error("file", forms.ValidationError(BROKEN, code="broken"))
