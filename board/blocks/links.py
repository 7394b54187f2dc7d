"""What a link may be called, and where it may lead: rules that several blocks share."""

import re

from django.core.exceptions import ValidationError
from wagtail import blocks

from .frozen import FrozenAsStockBlock

# Words that say nothing of where a link leads (WCAG 2.2, 2.4.4 and 2.4.9): a screen reader lists links
# without the sentence around them.
VAGUE_WORDS = (
    "here",
    "click",
    "find out more",
    "further details",
    "further information",
    "learn more",
    "more",
    "more details",
    "more information",
    "read more",
    "see more",
    "this link",
    "this page",
    "visit",
)
_VAGUE = re.compile(r"^(please )?(" + "|".join(VAGUE_WORDS) + r")$|\b(click|tap|see|details|more|look)\W+here$")

VAGUE_MESSAGE = (
    "Say what the link leads to, such as the name of the report. "
    "People who use a screen reader hear links without the words around them."
)


def is_vague(words: str) -> bool:
    """Say whether link words, such as ``click here``, tell nothing of where the link leads."""
    plain = re.sub(r"[^\w\s]+", " ", words.casefold())
    return bool(_VAGUE.search(" ".join(plain.split())))


def exactly_one(value: dict, first: str, second: str, message: str) -> dict[str, ValidationError]:
    """
    Return the errors of a pair of fields of which exactly one must be filled, by field name.

    The error stands on both fields, since either may be the one to fill or to empty.
    """
    if bool(value.get(first)) == bool(value.get(second)):
        error = ValidationError(message, code="exactly_one")
        return {first: error, second: error}
    return {}


class LinkTextBlock(FrozenAsStockBlock, blocks.CharBlock):
    """The words of a link. Vague ones are refused when the page is submitted or published, not in a draft."""

    stock_path = "wagtail.blocks.CharBlock"

    def clean(self, value):
        """Return the cleaned words; raise ``ValidationError`` where they are vague."""
        value = super().clean(value)
        if not self.is_deferred_validation and is_vague(value):
            raise ValidationError(VAGUE_MESSAGE, code="vague_link")
        return value
