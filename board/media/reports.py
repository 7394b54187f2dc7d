"""The report of public files and their issues."""

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn

from board.admin import BoardReportView

from .access import public_pages_by_document
from .issues import Severity, blocking_issues, document_issues
from .models import BoardDocument


class FilesReport(BoardReportView):
    """Documents on public pages, with their issues and exemptions."""

    model = BoardDocument
    page_title = "Public files"
    header_icon = "doc-full-inverse"
    index_url_name = "media_files"
    index_results_url_name = "media_files_results"
    any_permission_required = ["change", "clear"]
    default_ordering = "title"
    is_searchable = False
    columns = [
        TitleColumn(
            "title", label="Title", get_url=lambda document: reverse("media_file", args=[document.pk]), width="25%"
        ),
        Column("file_type", label="Type"),
        Column("page_count", label="Pages"),
        Column("issue_summary", label="What may keep readers from it", width="35%"),
        Column("get_exemption_display", label="What the board relies on"),
        Column("page_titles", label="On the pages"),
    ]
    export_filename = "public-files"
    list_export = [
        "title",
        "filename",
        "file_type",
        "file_size",
        "page_count",
        "issue_summary",
        "get_exemption_display",
        "exemption_note",
        "page_titles",
        "file_hash",
    ]
    export_headings = {
        "title": "Title",
        "filename": "Name",
        "file_type": "Type",
        "file_size": "Bytes",
        "page_count": "Pages",
        "issue_summary": "What may keep readers from it",
        "get_exemption_display": "What the board relies on",
        "exemption_note": "How it knows",
        "page_titles": "On the pages",
        "file_hash": "Fingerprint (SHA-1)",
    }

    @cached_property
    def pages_by_document(self) -> dict[int, list]:
        """Return the public pages with each document, by the document's primary key."""
        return public_pages_by_document()

    def get_base_queryset(self):
        documents = BoardDocument.objects.filter(pk__in=self.pages_by_document)
        for document in documents:
            self.set_column_values(document)
        return documents

    def set_column_values(self, document: BoardDocument) -> None:
        """Set the attributes for the columns that are not fields."""
        issues = document_issues(document)
        if issues and not blocking_issues(document):
            issues = [issue for issue in issues if issue.severity is not Severity.BLOCKING]
        document.issue_summary = " ".join(issue.what for issue in issues) or "Nothing that we know of."
        document.page_titles = "; ".join(page.title for page in self.pages_by_document[document.pk])

    def decorate_paginated_queryset(self, object_list):
        for document in object_list:
            self.set_column_values(document)
        return object_list
