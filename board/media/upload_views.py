"""Wagtail's views of many uploads at once: each file is checked and recorded as one that is uploaded alone."""

import logging
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import JsonResponse
from wagtail.documents.views import multiple as documents
from wagtail.images.views import multiple as images

from .forms import STORAGE_AWAY, STORAGE_FAILS

logger = logging.getLogger(__name__)


class AddMultipleMixin:
    """Tells the list of uploads that storage did not take one."""

    def post(self, request):
        """Store an upload, which may wait for what its form still needs."""
        try:
            return super().post(request)  # type: ignore[misc]
        except OSError:
            logger.exception("An upload could not be stored.")
            return JsonResponse({"success": False, "error_message": STORAGE_FAILS})


class UploadedFileFormMixin:
    """
    A form without a field for the file, which a multiple upload has stored already.

    Wagtail copies the bytes past the model's own preparation and validation.
    """

    view = None

    def full_clean(self) -> None:
        """Validate the file with the other fields."""
        stored = self.view.upload.file  # type: ignore[attr-defined]
        try:
            self.instance.file = File(stored.open("rb"), PurePath(stored.name).name)  # type: ignore[attr-defined]
            super().full_clean()  # type: ignore[misc]
        except OSError:
            logger.exception("An upload could not be read.")
            super().full_clean()  # type: ignore[misc]
            self.add_error(None, STORAGE_AWAY)

    def add_error(self, field, error) -> None:
        """Add an error of the file, which has no field here, to those of the form."""
        by_field = getattr(error, "error_dict", {})
        if "file" in by_field:
            super().add_error(None, ValidationError(by_field.pop("file")))  # type: ignore[misc]
        if by_field or not hasattr(error, "error_dict"):
            super().add_error(field, error)  # type: ignore[misc]


class CreateFromUploadMixin:
    """Turns an upload that waited into a document or image."""

    def get_edit_form_class(self):
        """Return the form of this upload."""
        form_class = super().get_edit_form_class()  # type: ignore[misc]
        return type(form_class.__name__, (UploadedFileFormMixin, form_class), {"view": self})

    def save_object(self, form) -> None:
        """Save the document or image with its form, which has stored its file."""
        self.object.uploaded_by_user = self.request.user  # type: ignore[attr-defined]
        form.save()

    def post(self, request, *args, **kwargs):
        """Answer, and close the upload's file."""
        try:
            return self.create(request, *args, **kwargs)
        finally:
            if upload := getattr(self, "upload", None):
                upload.file.close()

    def create(self, request, *args, **kwargs):
        """Save it; of an upload that storage then fails to delete only the row goes."""
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except OSError:
            if not self.model._base_manager.filter(pk=self.object.pk).exists():  # type: ignore[attr-defined]
                raise
            logger.exception("The bytes of the upload %d could not be deleted.", self.upload.pk)  # type: ignore[attr-defined]
            self.upload.delete()  # type: ignore[attr-defined]
            return JsonResponse({"success": True, self.context_object_id_name: self.object.pk})  # type: ignore[attr-defined]


class DeleteUploadMixin:
    """Keeps an upload in the list that storage does not delete."""

    def post(self, request, *args, **kwargs):
        """Delete the upload."""
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except OSError:
            logger.exception("An upload could not be deleted.")
            return JsonResponse({"success": False})


class AddDocumentsView(AddMultipleMixin, documents.AddView):
    pass


class AddImagesView(AddMultipleMixin, images.AddView):
    pass


class CreateDocumentView(CreateFromUploadMixin, documents.CreateFromUploadedDocumentView):
    pass


class CreateImageView(CreateFromUploadMixin, images.CreateFromUploadedImageView):
    pass


class DeleteDocumentUploadView(DeleteUploadMixin, documents.DeleteUploadView):
    pass


class DeleteImageUploadView(DeleteUploadMixin, images.DeleteUploadView):
    pass
