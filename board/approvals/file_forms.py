"""The library's forms, which say before anything is saved that a file is under approval."""

from django.core.exceptions import ValidationError
from django.urls import reverse

from board.media.forms import BoardDocumentForm, BoardImageForm

from .files import UNDER_APPROVAL, advice, pages_holding


class HeldFileMixin:
    """Keeps the rest of what was typed where the file itself can't be replaced."""

    add_url_name: str

    def clean_file(self):
        """Return the file; raises ``ValidationError`` naming the pages whose approval covers the present one."""
        file = self.cleaned_data["file"]  # type: ignore[attr-defined]
        instance = self.instance  # type: ignore[attr-defined]
        if instance.pk and "file" in self.changed_data:  # type: ignore[attr-defined]
            stored = type(instance).objects.get(pk=instance.pk)
            pages = pages_holding(stored)
            if pages:
                raise ValidationError(advice(stored, pages, reverse(self.add_url_name)), code=UNDER_APPROVAL)
        return file


class DocumentForm(HeldFileMixin, BoardDocumentForm):
    """A document in the library."""

    add_url_name = "wagtaildocs:add"


class ImageForm(HeldFileMixin, BoardImageForm):
    """A picture in the library."""

    add_url_name = "wagtailimages:add"
