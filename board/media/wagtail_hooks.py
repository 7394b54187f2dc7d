"""What is in a file, in the admin."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .admin_views import FileView, ReadAgainView, RestoreVersionView
from .reports import FilesReport


@hooks.register("register_admin_urls")
def register_media_urls() -> list:
    """Return the addresses of the file's page, its actions and the report."""
    return [
        path("documents/<int:document_id>/file/", FileView.as_view(), name="media_file"),
        path("documents/<int:document_id>/file/read/", ReadAgainView.as_view(), name="media_read_again"),
        path(
            "documents/<int:document_id>/file/versions/<int:version_id>/",
            RestoreVersionView.as_view(),
            name="media_restore_version",
        ),
        path("reports/files/", FilesReport.as_view(), name=FilesReport.index_url_name),
        path("reports/files/results/", FilesReport.as_view(results_only=True), name=FilesReport.index_results_url_name),
    ]


@hooks.register("register_permissions")
def register_clearance():
    """Return the right to lift a stop, which Settings → Groups offers for every role."""
    return Permission.objects.filter(content_type__app_label="media", codename="clear_boarddocument")


@hooks.register("register_reports_menu_item")
def register_files_menu_item() -> MenuItem:
    """Return the report's entry in the menu of reports."""
    return MenuItem(
        FilesReport.page_title,
        reverse(FilesReport.index_url_name),
        name="public-files",
        icon_name=FilesReport.header_icon,
        order=1100,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name what is written into Wagtail's log."""
    actions.register_action("media.clear", "Lift the stop on a file", "Stop on a file lifted")
