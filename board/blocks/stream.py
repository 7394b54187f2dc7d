"""The stream that news items, resources and standard pages share."""

from wagtail import blocks

from .event_callout import EventCalloutBlock
from .pdf_document import PdfDocumentBlock
from .resource_link import ResourceLinkBlock
from .statement_quote import StatementQuoteBlock
from .text import TextBlock


class ContentStreamBlock(blocks.StreamBlock):
    """The five blocks, under their fixed names."""

    text = TextBlock()
    resource_link = ResourceLinkBlock()
    pdf_document = PdfDocumentBlock()
    event_callout = EventCalloutBlock()
    statement_quote = StatementQuoteBlock()

    class Meta:
        template = "blocks/content_stream.html"

    def get_prep_value(self, value):
        """
        Return the stream as it is stored, every block converted by its own rules.

        Wagtail passes blocks that were not accessed on as they were stored: the same words would look changed when
        they come back from a form, and would have another digest.
        """
        for child in value or []:
            child.value  # noqa: B018  # Access converts it.
        return super().get_prep_value(value)
