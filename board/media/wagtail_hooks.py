"""Registers the admin's page on a file, the report of public files, and the permission to lift a stop."""

from django.contrib.auth.models import Permission
from django.urls import path
from wagtail import hooks

from board.admin import register_report

from .admin_views import DocumentFileView, InspectAgainView, RestoreVersionView
from .reports import FilesReport

register_report(FilesReport, "files", order=1100)


@hooks.register("register_admin_urls")
def register_media_urls() -> list:
    """Return the URLs of the file's page and its actions."""
    return [
        path("documents/<int:document_id>/file/", DocumentFileView.as_view(), name="media_file"),
        path("documents/<int:document_id>/file/read/", InspectAgainView.as_view(), name="media_read_again"),
        path(
            "documents/<int:document_id>/file/versions/<int:version_id>/",
            RestoreVersionView.as_view(),
            name="media_restore_version",
        ),
    ]


@hooks.register("register_permissions")
def register_clearance():
    """Return the permission to lift a stop, which Settings → Groups offers for every group."""
    return Permission.objects.filter(content_type__app_label="media", codename="clear_boarddocument")


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name what is written into Wagtail's log."""
    actions.register_action("media.clear", "Lift the stop on a file", "Stop on a file lifted")
