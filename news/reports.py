"""The report of imported items to be completed."""

import json

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from board.admin import BoardReportView

from .completeness import missing_details, missing_in
from .managers import NewsPageQuerySet
from .models import NewsPage


def missing_in_latest(page: NewsPage) -> list[str]:
    """
    Return what the latest revision of a page lacks; its ``latest_revision`` should be fetched with it.

    Read from the revision's JSON: building the page of a revision takes several queries.
    """
    if page.latest_revision is None:
        return missing_details(page)
    content = page.latest_revision.content
    return missing_in(content.get("date"), json.loads(content.get("body") or "[]"))


class MissingColumn(Column):
    """A list of what is missing."""

    cell_template_name = "wagtailadmin/reports/missing_cell.html"


class ImportedNewsReport(BoardReportView):
    """Imported items that lack something, in the order of the list, for those who may change them."""

    model = NewsPage
    page_title = "Imported, to be completed"
    header_icon = "clipboard-list"
    index_url_name = "news_imported"
    index_results_url_name = "news_imported_results"
    any_permission_required = ["change"]
    verbose_name_plural = "imported items to complete"
    columns = [
        TitleColumn(
            "title",
            label="Title",
            accessor="get_admin_display_title",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
            width="35%",
        ),
        MissingColumn("missing", label="To be completed", width="45%"),
        DateColumn("latest_revision_created_at", label="Last edited", width="20%"),
    ]
    export_filename = "imported-news-to-complete"
    list_export = ["get_admin_display_title", "missing", "latest_revision_created_at"]
    custom_field_preprocess = {"missing": dict.fromkeys(BoardReportView.FORMATS, "; ".join)}
    export_headings = {
        "get_admin_display_title": "Title",
        "missing": "To be completed",
        "latest_revision_created_at": "Last edited",
    }

    @cached_property
    def missing(self) -> dict[int, list[str]]:
        """Return what each imported item that lacks something lacks, by primary key."""
        changeable = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        imported = NewsPage.objects.filter(import_key__isnull=False, pk__in=changeable.values("pk")).select_related(
            "latest_revision"
        )
        missing = {page.pk: missing_in_latest(page) for page in imported}
        return {pk: details for pk, details in missing.items() if details}

    def get_base_queryset(self) -> NewsPageQuerySet:
        """Return the items that lack something, in the order of the tree, which is the list's."""
        return NewsPage.objects.filter(pk__in=self.missing).defer_streamfields().order_by("path")

    def decorate_paginated_queryset(self, object_list):
        """Return the items of this page of the report with what each lacks."""
        for page in object_list:
            page.missing = self.missing[page.pk]
        return object_list
