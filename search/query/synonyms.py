"""Words that mean the same: abbreviations of the field, and what children say for what professionals write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

from board.engines.pagecache.named_versions import NamedVersionMemo
from search.analyser import folded, term_of, terms

STAMP = "synonyms"
# More words are a sentence.
LONGEST = 10

Terms = tuple[str, ...]


class Member(NamedTuple):
    """
    A word or phrase of a group.

    ``exactly`` is the word itself where it is written in capitals: PREVENT is not “prevention”, nor CARE “caring”.
    """

    terms: Terms
    exactly: str


@dataclass(frozen=True)
class Synonyms:
    """What means the same, by the terms of a phrase, and by a word in its exact form."""

    by_terms: Mapping[Terms, tuple[Terms, ...]]
    by_word: Mapping[str, tuple[Terms, ...]]

    def of(self, words: Sequence[str]) -> tuple[Terms, ...]:
        """Return the terms of everything that means the same as some words; nothing where nothing does."""
        exact = self.by_word.get(folded(words[0]), ()) if len(words) == 1 else ()
        return exact + self.by_terms.get(tuple(map(term_of, words)), ())


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
    def members(self) -> list[Member]:
        """Return each word or phrase that holds any word, in order and without repetition."""
        return list(dict.fromkeys(member_of(part.strip()) for part in self.words.split(",") if terms(part)))

    def clean(self) -> None:
        """Refuse a group in which nothing would find anything else, and phrases that nobody types."""
        super().clean()
        if len(self.members) < 2:  # noqa: PLR2004
            raise ValidationError({"words": "Give two words or phrases that mean the same, with a comma between them."})
        if any(len(member.terms) > LONGEST for member in self.members):
            raise ValidationError({"words": f"A phrase of more than {LONGEST} words is too long to be typed."})


def member_of(text: str) -> Member:
    """Return a word or phrase of a group; a single word in capitals is meant as it stands."""
    found = tuple(terms(text))
    return Member(found, folded(text) if len(found) == 1 and text.isupper() else "")


def synonyms_of(groups: Iterable[Iterable[Member]]) -> Synonyms:
    """Return what means the same; what is in several groups has the others of all of them, in their order."""
    by_terms: dict[Terms, dict[Terms, None]] = {}
    by_word: dict[str, dict[Terms, None]] = {}
    for group in groups:
        members = list(group)
        for member in members:
            others = dict.fromkeys(other.terms for other in members if other != member)
            found = by_word.setdefault(member.exactly, {}) if member.exactly else by_terms.setdefault(member.terms, {})
            found.update(others)
    return Synonyms(
        {found: tuple(others) for found, others in by_terms.items()},
        {word: tuple(others) for word, others in by_word.items()},
    )


def read_synonyms(_: int) -> Synonyms:
    """Return what means the same, read from the database."""
    return synonyms_of(group.members for group in SynonymGroup.objects.order_by("pk"))


SYNONYMS = NamedVersionMemo(STAMP, read_synonyms)


def synonyms(request) -> Synonyms:
    """Return what means the same; all Sites share it."""
    return SYNONYMS.get(0, request)
