"""Mark as reviewed, in the menu of a page's actions, and the report."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.permissions import policy_registry

from board.approvals.pages import page_model

from .marking import LOG_ACTION
from .reports import PagesToReviewReport
from .views import MarkAsReviewedView


class MarkAsReviewedMenuItem(PageMenuItem):
    """Offered for what is public, to whoever may edit it."""

    label = "Mark as reviewed"
    icon_name = "check"
    url_name = "mark_as_reviewed"

    def is_shown(self, user) -> bool:
        """Say whether the page is public and this user may edit it."""
        return self.page.live and self.page.permissions_for_user(user).can_edit()


class PagesToReviewMenuItem(MenuItem):
    """The report's entry, for those who may change pages."""

    def is_shown(self, request) -> bool:
        """Say whether the report would open for this user."""
        policy = policy_registry.get_by_type(page_model())
        return policy.user_has_any_permission(request.user, PagesToReviewReport.any_permission_required)


@hooks.register("register_page_header_buttons")
def mark_in_header(page, user, view_name, next_url=None):
    """Yield the entry for the header of a page's views."""
    yield MarkAsReviewedMenuItem(page=page, priority=54)


@hooks.register("register_page_listing_more_buttons")
def mark_in_listing(page, user, next_url=None):
    """Yield the entry for the row of a listing."""
    yield MarkAsReviewedMenuItem(page=page, priority=34)


@hooks.register("register_reports_menu_item")
def register_pages_to_review_menu_item() -> MenuItem:
    """Return the report's entry in the menu of reports."""
    return PagesToReviewMenuItem(
        PagesToReviewReport.page_title,
        reverse(PagesToReviewReport.index_url_name),
        name="pages-to-review",
        icon_name=PagesToReviewReport.header_icon,
        order=1100,
    )


@hooks.register("register_admin_urls")
def register_review_urls() -> list:
    """Return the addresses of the form, of the report and of its results alone."""
    return [
        path("reviews/<int:page_id>/", MarkAsReviewedView.as_view(), name="mark_as_reviewed"),
        path("reports/pages-to-review/", PagesToReviewReport.as_view(), name=PagesToReviewReport.index_url_name),
        path(
            "reports/pages-to-review/results/",
            PagesToReviewReport.as_view(results_only=True),
            name=PagesToReviewReport.index_results_url_name,
        ),
    ]


@hooks.register("register_log_actions")
def register_log_action(actions) -> None:
    """Name the action for the history of a page."""
    actions.register_action(LOG_ACTION, "Mark as reviewed", "Marked as reviewed")
