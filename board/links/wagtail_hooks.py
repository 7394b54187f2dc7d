"""The report of broken links in the admin."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .reports import BrokenLinksReport, may_read


class BrokenLinksMenuItem(MenuItem):
    """The report's entry, for those whom it would open for."""

    def is_shown(self, request) -> bool:
        """Say whether the report would open for this user."""
        return may_read(request.user)


@hooks.register("register_reports_menu_item")
def register_broken_links_menu_item() -> MenuItem:
    """Return the report's entry in the menu of reports."""
    return BrokenLinksMenuItem(
        BrokenLinksReport.page_title,
        reverse(BrokenLinksReport.index_url_name),
        name="broken-links",
        icon_name=BrokenLinksReport.header_icon,
        order=1300,
    )


@hooks.register("register_admin_urls")
def register_broken_links_urls() -> list:
    """Return the addresses of the report and of its results alone."""
    return [
        path("reports/broken-links/", BrokenLinksReport.as_view(), name=BrokenLinksReport.index_url_name),
        path(
            "reports/broken-links/results/",
            BrokenLinksReport.as_view(results_only=True),
            name=BrokenLinksReport.index_results_url_name,
        ),
    ]
