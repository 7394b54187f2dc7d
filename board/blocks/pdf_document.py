"""A PDF with its type, size and pages."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from board.media.issues import accessibility_issues, blocking_issues, reasons_against_publication

from .base import CrossFieldStructBlock, exactly_one
from .link_text import LinkTextBlock


class PdfDocumentValue(blocks.StructValue):
    """The PDF's address, and what readers are told before they open it."""

    @property
    def href(self) -> str:
        """Return the PDF's address; empty while the file is missing or stopped."""
        document = self.get("document")
        if document:
            return "" if blocking_issues(document) else document.url
        return self.get("url") or ""

    @property
    def may_fail_a_screen_reader(self) -> bool:
        """Return whether readers are to be told that they can ask for another format."""
        document = self.get("document")
        return bool(document and accessibility_issues(document))

    @property
    def facts(self) -> str:
        """Return type, size and pages, such as ``PDF, 1.2 MB, 24 pages``; of a publisher's copy the type alone."""
        document = self.get("document")
        if not document:
            return "PDF"
        facts = ["PDF", filesizeformat(document.get_file_size())]
        if document.page_count:
            facts.append(f"{document.page_count} page{'' if document.page_count == 1 else 's'}")
        return ", ".join(facts)


class PdfDocumentBlock(CrossFieldStructBlock):
    """A PDF of ours, or the publisher's own copy where we hold no licence to host it."""

    document = DocumentChooserBlock(required=False, help_text="A PDF from the document library, or:")
    url = blocks.URLBlock(
        required=False,
        label="Publisher’s address",
        help_text="The publisher’s own copy. To host another publisher’s report here needs their licence.",
        max_length=2000,
    )
    title = LinkTextBlock(max_length=255, help_text="The report’s title. Type, size and pages are added by themselves.")
    source = blocks.CharBlock(max_length=255, required=False, help_text="Who published it.")

    class Meta:
        icon = "doc-full"
        label = "PDF document"
        group = "Links and files"
        description = "A PDF with its type, size and number of pages beside the link."
        template = "blocks/pdf_document.html"
        value_class = PdfDocumentValue
        label_format = "PDF: {title}"
        preview_value = {
            "title": "Learning from practice: annual review",
            "url": "https://www.example.org/review.pdf",
            "source": "Example charity",
        }

    def errors_between_fields(self, value) -> dict[str, ValidationError]:
        """
        Return an error for a file that is no PDF, and outside a draft for one that must not be published yet.

        Outside a draft there is exactly one of file and address.
        """
        document = value.get("document")
        if document and document.file_type != "PDF":
            message = f"This file is a {document.file_type or 'file without a type'}, not a PDF. Choose a PDF."
            return {"document": ValidationError(message, code="not_a_pdf")}
        if self.is_deferred_validation:
            return {}
        if document and (reasons := reasons_against_publication(document)):
            return {"document": ValidationError(reasons, code="file_not_ready")}
        message = "Choose a PDF of ours or give the publisher’s address: one of the two."
        return exactly_one(value, "document", "url", message)
