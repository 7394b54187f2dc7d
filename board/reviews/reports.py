"""The report of pages to review."""

import datetime as dt

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import Column, TitleColumn

from board.admin import BoardReportView
from board.basepage.models import BasePage

from .due import due_pages, is_overdue


class MarkColumn(Column):
    """A link to the form that marks the page of a row."""

    cell_template_name = "reviews/mark_cell.html"


class PagesToReviewReport(BoardReportView):
    """Public pages whose review is overdue or due within 30 days, for users who may change them."""

    model = BasePage
    page_title = "Pages to review"
    header_icon = "calendar-check"
    index_url_name = "pages_to_review"
    index_results_url_name = "pages_to_review_results"
    any_permission_required = ["change"]
    verbose_name_plural = "pages to review"
    columns = [
        TitleColumn(
            "title",
            label="Title",
            accessor="get_admin_display_title",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
            width="35%",
        ),
        Column("review_by", label="Review by"),
        Column("state", label="State"),
        Column("last_reviewed", label="Last reviewed"),
        Column("owner_name", label="Who looks after it"),
        MarkColumn("mark", label="", accessor="pk"),
    ]
    export_filename = "pages-to-review"
    list_export = ["get_admin_display_title", "full_url", "review_by", "state", "last_reviewed", "owner_name"]
    export_headings = {
        "get_admin_display_title": "Title",
        "full_url": "Address",
        "review_by": "Review by",
        "state": "State",
        "last_reviewed": "Last reviewed",
        "owner_name": "Who looks after it",
    }

    def get_base_queryset(self):
        changeable = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        pages = due_pages(timezone.localdate()).filter(pk__in=changeable.values("pk")).select_related("owner")
        return pages.annotate(last_reviewed_at=Max("reviews__reviewed_at"))

    def decorate_paginated_queryset(self, object_list):
        return [annotate(page, timezone.localdate()) for page in object_list]

    def stream_csv(self, queryset):
        today = timezone.localdate()
        yield from super().stream_csv(annotate(page, today) for page in queryset)

    def write_xlsx(self, queryset, output):
        today = timezone.localdate()
        return super().write_xlsx([annotate(page, today) for page in queryset], output)


def annotate(page, today: dt.date):
    """Return a page with the attributes that the columns show."""
    page.state = "Overdue" if is_overdue(page, today) else "Due"
    page.last_reviewed = timezone.localdate(page.last_reviewed_at) if page.last_reviewed_at else "never"
    page.owner_name = str(page.owner or "no one")
    return page
