"""Words that mean the same: abbreviations of the field, and what children say for what professionals write."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

from board.stamps.memory import Memory

from .analysis import terms

STAMP = "synonyms"
# A word that stands for more is no synonym.
LONGEST = 6

Phrase = tuple[str, ...]


class SynonymGroup(models.Model):
    """Words and phrases of which each finds pages that use any of the others."""

    words = models.CharField(
        max_length=500,
        unique=True,
        help_text="With commas between them, such as: CSE, child sexual exploitation",
    )

    panels = [FieldPanel("words")]

    class Meta:
        ordering = ["words"]
        verbose_name = "group of synonyms"
        verbose_name_plural = "synonyms"

    def __str__(self) -> str:
        return self.words

    @property
    def phrases(self) -> list[Phrase]:
        """Return the terms of each word or phrase, in order and without repetition."""
        return list(dict.fromkeys(filter(None, (tuple(terms(part)) for part in self.words.split(",")))))

    def clean(self) -> None:
        """Refuse a group in which nothing would find anything else, and phrases that nobody types."""
        super().clean()
        if len(self.phrases) < 2:  # noqa: PLR2004
            raise ValidationError({"words": "Give two words or phrases that mean the same, with a comma between them."})
        if any(len(phrase) > LONGEST for phrase in self.phrases):
            raise ValidationError({"words": f"A phrase of more than {LONGEST} words is too long to be typed."})


def by_phrase(groups: Iterable[Iterable[Phrase]]) -> dict[Phrase, tuple[Phrase, ...]]:
    """Return for each phrase all that mean the same, itself first; one in several groups has those of all of them."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for group in groups:
        phrases = list(group)
        for phrase in phrases:
            found.setdefault(phrase, {phrase: None}).update(dict.fromkeys(phrases))
    return {phrase: tuple(same) for phrase, same in found.items()}


def read_synonyms(_: int) -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Return the synonyms of every phrase, read from the database."""
    return by_phrase(group.phrases for group in SynonymGroup.objects.all())


SYNONYMS = Memory(STAMP, read_synonyms)


def synonyms(request) -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Return the synonyms of every phrase; all Sites share them."""
    return SYNONYMS.get(0, request)
