"""Registers the admin view of a file, the report of public files, and the permission to clear a blocked file."""

from django.contrib.auth.models import Permission
from django.urls import path
from wagtail import hooks

from board.admin import register_report

from .admin_views import DocumentFileView, ImageVersionsView, InspectAgainView
from .reports import FilesReport
from .upload_views import (
    AddDocumentsView,
    AddImagesView,
    CreateDocumentView,
    CreateImageView,
    DeleteDocumentUploadView,
    DeleteImageUploadView,
)

register_report(FilesReport, "files", order=1100)


@hooks.register("register_admin_urls")
def register_media_urls() -> list:
    """Return the URLs of the admin view of a file and its actions."""
    return [
        path("documents/<int:document_id>/file/", DocumentFileView.as_view(), name="media_file"),
        path("documents/<int:document_id>/file/read/", InspectAgainView.as_view(), name="media_inspect_again"),
        path("images/<int:image_id>/versions/", ImageVersionsView.as_view(), name="media_image_versions"),
    ]


@hooks.register("register_admin_urls", order=-1)
def register_upload_urls() -> list:
    """Return the URLs of multiple uploads, which take those of Wagtail's own views."""
    documents, images = "documents/multiple/", "images/multiple/"
    return [
        path(f"{documents}add/", AddDocumentsView.as_view()),
        path(f"{documents}create_from_uploaded_document/<int:uploaded_file_id>/", CreateDocumentView.as_view()),
        path(f"{documents}delete_upload/<int:uploaded_file_id>/", DeleteDocumentUploadView.as_view()),
        path(f"{images}add/", AddImagesView.as_view()),
        path(f"{images}create_from_uploaded_image/<int:uploaded_file_id>/", CreateImageView.as_view()),
        path(f"{images}delete_upload/<int:uploaded_file_id>/", DeleteImageUploadView.as_view()),
    ]


@hooks.register("register_permissions")
def register_clear_permission():
    """Return the permission to clear a blocked file, which Settings → Groups then offers."""
    return Permission.objects.filter(content_type__app_label="media", codename="clear_boarddocument")


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Register the log action for clearing a blocked file."""
    actions.register_action("media.clear", "Lift the stop on a file", "Stop on a file lifted")
