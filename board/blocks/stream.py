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
