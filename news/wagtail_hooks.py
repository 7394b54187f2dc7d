"""The report of imported items in the admin."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from .models import NewsPage
from .reports import ImportedNewsReport


class ImportedNewsMenuItem(MenuItem):
    """The report's entry, for those who may change news."""

    def is_shown(self, request) -> bool:
        """Say whether the report would open for this user."""
        policy = policy_registry.get_by_type(NewsPage)
        return policy.user_has_any_permission(request.user, ImportedNewsReport.any_permission_required)


@hooks.register("register_reports_menu_item")
def register_imported_news_menu_item() -> MenuItem:
    """Return the report's entry in the menu of reports."""
    return ImportedNewsMenuItem(
        ImportedNewsReport.page_title,
        reverse(ImportedNewsReport.index_url_name),
        name="imported-news",
        icon_name=ImportedNewsReport.header_icon,
        order=1200,
    )


@hooks.register("register_admin_urls")
def register_imported_news_urls() -> list:
    """Return the addresses of the report and of its results alone."""
    return [
        path("reports/imported-news/", ImportedNewsReport.as_view(), name=ImportedNewsReport.index_url_name),
        path(
            "reports/imported-news/results/",
            ImportedNewsReport.as_view(results_only=True),
            name=ImportedNewsReport.index_results_url_name,
        ),
    ]
