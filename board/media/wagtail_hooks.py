"""Registers the admin view of a file, the report of public files, and the permission to clear a blocked file."""

from django.contrib.auth.models import Permission
from django.urls import path
from wagtail import hooks

from board.admin import register_report

from .admin_views import DocumentFileView, ImageVersionsView, InspectAgainView
from .reports import FilesReport

register_report(FilesReport, "files", order=1100)


@hooks.register("register_admin_urls")
def register_media_urls() -> list:
    """Return the URLs of the admin view of a file and its actions."""
    return [
        path("documents/<int:document_id>/file/", DocumentFileView.as_view(), name="media_file"),
        path("documents/<int:document_id>/file/read/", InspectAgainView.as_view(), name="media_inspect_again"),
        path("images/<int:image_id>/versions/", ImageVersionsView.as_view(), name="media_image_versions"),
    ]


@hooks.register("register_permissions")
def register_clear_permission():
    """Return the permission to clear a blocked file, which Settings → Groups then offers."""
    return Permission.objects.filter(content_type__app_label="media", codename="clear_boarddocument")


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Register the log action for clearing a blocked file."""
    actions.register_action("media.clear", "Lift the stop on a file", "Stop on a file lifted")
