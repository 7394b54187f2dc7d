"""The words of links."""

import re

from django.core.exceptions import ValidationError
from wagtail import blocks

from .base import StockDeconstructMixin

# Words that do not say where a link leads (WCAG 2.2, 2.4.4 and 2.4.9): a screen reader lists links without the
# sentence around them.
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
    """Return whether link words, such as ``click here``, do not say where the link leads."""
    plain = re.sub(r"[^\w\s]+", " ", words.casefold())
    return bool(_VAGUE.search(" ".join(plain.split())))


class LinkTextBlock(StockDeconstructMixin, blocks.CharBlock):
    """The words of a link. Vague ones are refused when the page is submitted or published, not in a draft."""

    stock_path = "wagtail.blocks.CharBlock"

    def clean(self, value):
        """Return the cleaned words; raise ``ValidationError`` where they are vague."""
        value = super().clean(value)
        if not self.is_deferred_validation and is_vague(value):
            raise ValidationError(VAGUE_MESSAGE, code="vague_link")
        return value
