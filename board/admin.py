"""What the admin's views and reports have in common."""

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry
from wagtail_modeladmin.views import IndexView

from .exports import WordsExportMixin


class BoardAdminView(WagtailAdminTemplateMixin):
    """A view with the admin's header, and breadcrumbs that lead from the admin's home to it."""

    breadcrumbs_items = [{"url": reverse_lazy("wagtailadmin_home"), "label": "Home"}]

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class BoardReportView(WordsExportMixin, ReportView):
    """A report for users with any of ``any_permission_required``, or for everyone in the admin where that is unset."""

    @classmethod
    def is_open_to(cls, user) -> bool:
        """Return whether a user may read the report."""
        if cls.any_permission_required is None:
            return True
        policy = policy_registry.get_by_type(cls.model)
        return bool(policy.user_has_any_permission(user, cls.any_permission_required))

    def dispatch(self, request, *args, **kwargs):
        """Return the report; raises ``PermissionDenied`` for a user whom it is not open to."""
        if not self.is_open_to(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class BoardIndexView(WordsExportMixin, IndexView):
    """A ModelAdmin's list, which leads back to all of itself from a filter that it does not know."""

    def dispatch(self, request, *args, **kwargs):
        """Return the list, or the way back to it: Django's own admin does the same (``?e=1``)."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            messages.warning(request, "This list can’t be filtered like that, so here is all of it.")
            return redirect(request.path)


class ReportMenuItem(MenuItem):
    """A report's item in the Reports menu, shown to those who may read it."""

    def __init__(self, report: type[BoardReportView], order: int):
        url = reverse(report.index_url_name)
        super().__init__(report.page_title, url, icon_name=report.header_icon, order=order)
        self.report = report

    def is_shown(self, request) -> bool:
        return self.report.is_open_to(request.user)


def register_report(report: type[BoardReportView], slug: str, order: int) -> None:
    """Register a report's menu item, and its URLs ``reports/SLUG/`` and ``reports/SLUG/results/``."""
    hooks.register("register_reports_menu_item", lambda: ReportMenuItem(report, order))
    hooks.register(
        "register_admin_urls",
        lambda: [
            path(f"reports/{slug}/", report.as_view(), name=report.index_url_name),
            path(f"reports/{slug}/results/", report.as_view(results_only=True), name=report.index_results_url_name),
        ],
    )
