"""Mark as reviewed, in a page's menus, and the report of pages to review."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem

from board.admin import register_report

from .marking import LOG_ACTION
from .reports import PagesToReviewReport
from .views import MarkAsReviewedView

register_report(PagesToReviewReport, "pages-to-review", order=1100)


class MarkAsReviewedMenuItem(PageMenuItem):
    """Shown for a public page to users who may edit it."""

    label = "Mark as reviewed"
    icon_name = "check"
    url_name = "mark_as_reviewed"

    def is_shown(self, user) -> bool:
        return self.page.live and self.page.permissions_for_user(user).can_edit()


@hooks.register("register_page_header_buttons")
def mark_in_header(page, user, view_name, next_url=None):
    """Yield the item for the header of a page's views."""
    yield MarkAsReviewedMenuItem(page=page, priority=54)


@hooks.register("register_page_listing_more_buttons")
def mark_in_listing(page, user, next_url=None):
    """Yield the item for the row of a listing."""
    yield MarkAsReviewedMenuItem(page=page, priority=34)


@hooks.register("register_admin_urls")
def register_review_urls() -> list:
    """Return the URL of the form."""
    return [path("reviews/<int:page_id>/", MarkAsReviewedView.as_view(), name="mark_as_reviewed")]


@hooks.register("register_log_actions")
def register_log_action(actions) -> None:
    """Name the action for the history of a page."""
    actions.register_action(LOG_ACTION, "Mark as reviewed", "Marked as reviewed")
