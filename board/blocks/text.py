"""Paragraphs, headings, lists and links."""

from wagtail import blocks

from .base import StockDeconstructMixin


class TextBlock(StockDeconstructMixin, blocks.RichTextBlock):
    """Rich text with the toolbar named ``default`` in the settings: no h1, no colours, no raw HTML."""

    stock_path = "wagtail.blocks.RichTextBlock"

    class Meta:
        icon = "pilcrow"
        label = "Text"
        group = "Words"
        description = "Paragraphs, headings, lists, links. Quote other people’s words here, with the quotation style."
        template = "blocks/text.html"
        preview_value = (
            "<h2>How to spot neglect</h2><p>A child who is often hungry, tired or unwashed may be neglected.</p>"
            "<ul><li>Ask how things are at home.</li><li>Listen, and write down what you heard.</li></ul>"
        )
