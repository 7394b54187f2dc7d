"""Words said in the board's name."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail import blocks

from .base import CrossFieldStructBlock
from .dates import DateBlock


class StatementQuoteBlock(CrossFieldStructBlock):
    """
    A statement by a person, in the role held when it was said.

    A page that carries one needs the independent chair (docs/editors-handbook.md). Other people's words
    are a quotation in a text block.
    """

    statement = blocks.RichTextBlock(editor="statement")
    speaker = blocks.CharBlock(max_length=120, help_text="Who says this.")
    role = blocks.CharBlock(max_length=160, help_text="The role held when this was said.")
    date = DateBlock(help_text="The day this was said.")

    class Meta:
        icon = "openquote"
        label = "Statement"
        group = "Words"
        description = "A statement in the board’s name. The independent chair must approve the page."
        template = "blocks/statement_quote.html"
        label_format = "Statement: {speaker}"
        preview_value = {
            "statement": "<p>Every child has the right to be safe. We will publish what we learn, and act on it.</p>",
            "speaker": "The speaker’s name",
            "role": "Independent Chair",
            "date": dt.date(2026, 11, 2),
        }

    def errors_between_fields(self, value) -> dict[str, ValidationError]:
        """Return an error for a statement without words: to Wagtail an empty paragraph is not empty."""
        statement = value.get("statement")
        if self.is_deferred_validation or (statement and strip_tags(statement.source).strip()):
            return {}
        return {"statement": ValidationError("Write the words of the statement.", code="required")}
