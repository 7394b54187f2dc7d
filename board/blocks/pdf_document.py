"""A PDF beside the words."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from .links import LinkTextBlock, exactly_one


class PdfDocumentValue(blocks.StructValue):
    """Where the PDF is and what readers are told of it before they open it."""

    @property
    def href(self) -> str:
        """Return the PDF's address, or an empty string while the file is still to be attached."""
        document = self.get("document")
        return document.url if document else self.get("url") or ""

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


class PdfDocumentBlock(blocks.StructBlock):
    """A PDF of ours, or the publisher's own copy where we hold no licence to host it."""

    document = DocumentChooserBlock(required=False, help_text="A PDF from the document library, or:")
    url = blocks.URLBlock(
        required=False,
        label="Publisher’s address",
        help_text="The publisher’s own copy. Hosting somebody else’s report here needs their licence.",
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

    def clean(self, value):
        """Return the cleaned value; outside a draft it has exactly one of file and address."""
        value = super().clean(value)
        errors = {}
        document = value.get("document")
        if document and document.file_type != "PDF":
            message = f"This file is a {document.file_type or 'file without a type'}, not a PDF. Choose a PDF."
            errors["document"] = ValidationError(message, code="not_a_pdf")
        elif not self.is_deferred_validation:
            errors = exactly_one(
                value, "document", "url", "Choose a PDF of ours or give the publisher’s address: one of the two."
            )
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value
