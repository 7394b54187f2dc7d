"""The report of all public files and their issues."""

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn

from board.admin import BoardReportView

from .access import public_pages_by_document
from .issues import Severity, blocking_issues, document_issues
from .models import BoardDocument


class FilesReport(BoardReportView):
    """Documents that public pages carry, with their issues, exemptions and pages."""

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
        Column("state_in_words", label="What may keep readers from it", width="35%"),
        Column("get_exemption_display", label="What the board relies on"),
        Column("carriers_in_words", label="On the pages"),
    ]
    export_filename = "public-files"
    list_export = [
        "title",
        "filename",
        "file_type",
        "file_size",
        "page_count",
        "state_in_words",
        "get_exemption_display",
        "exemption_note",
        "carriers_in_words",
        "file_hash",
    ]
    export_headings = {
        "title": "Title",
        "filename": "Name",
        "file_type": "Type",
        "file_size": "Bytes",
        "page_count": "Pages",
        "state_in_words": "What may keep readers from it",
        "get_exemption_display": "What the board relies on",
        "exemption_note": "How it knows",
        "carriers_in_words": "On the pages",
        "file_hash": "Fingerprint (SHA-1)",
    }

    @cached_property
    def carriers(self) -> dict[int, list]:
        """Return the public pages that carry each document, by its primary key."""
        return public_pages_by_document()

    def get_base_queryset(self):
        documents = BoardDocument.objects.filter(pk__in=self.carriers)
        for document in documents:
            self.describe(document)
        return documents

    def describe(self, document: BoardDocument) -> None:
        """Set what the columns show."""
        issues = document_issues(document)
        if issues and not blocking_issues(document):
            issues = [issue for issue in issues if issue.severity is not Severity.BLOCKING]
        document.state_in_words = " ".join(issue.what for issue in issues) or "Nothing that we know of."
        document.carriers_in_words = "; ".join(page.title for page in self.carriers[document.pk])

    def decorate_paginated_queryset(self, object_list):
        for document in object_list:
            self.describe(document)
        return object_list
