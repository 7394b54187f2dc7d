"""The public search's index (docs/decisions/0013), and what editors maintain for it."""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from .analyser import fold, joined_term, terms
from .default_help_words import default_help_words

# The low bits of an indexed page's id are the id of its page, the high bits its date.
PAGE_BITS = 24
PAGE_MASK = (1 << PAGE_BITS) - 1
# The low bits of a file page's id are its number within the file.
FILE_PAGE_BITS = 16
# How many letters at the end of a word are stored apart, to look up words whose first letter is misspelt.
TAIL_LENGTH = 3
LONGEST_WORD = 30
# A longer synonym would be a sentence.
LONGEST_PHRASE = 10


def index_id(page_id: int, date: dt.date | None) -> int:
    """
    Return the id of a page with a date, or with ``None``, in the index.

    Ids sort by date. Both databases walk through postings in the order of ids, and so find the newest pages with a word
    without looking at the others.
    """
    return ((date.toordinal() if date else 0) << PAGE_BITS) | page_id


class FacetCombination(models.Model):
    """The facet values of a page. Pages share a row: counting combinations counts every facet."""

    # Such as ``kind:report topic:neglect year:2026``, in this order.
    values = models.CharField(max_length=1000, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.values


class FacetLabel(models.Model):
    """What readers see of a facet's value."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="one_label_of_a_value")]
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class IndexedPage(models.Model):
    """A public page in the index. The row is narrow, because a count reads thousands."""

    # index_id(). An AutoField although the database never chooses it: to SQLite such a column is the row id itself.
    id = models.BigAutoField(primary_key=True)
    page = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    path = models.CharField(max_length=255)
    combination = models.ForeignKey(FacetCombination, on_delete=models.PROTECT, related_name="+")
    files = models.ManyToManyField("search.IndexedFile", related_name="carriers")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Page {self.page_id}"


class IndexedPageText(models.Model):
    """
    The text of an indexed page and its terms (``analyser.term_line``).

    Triggers of the database update the full-text index from this row, whichever way it is written.
    """

    indexed_page = models.OneToOneField(IndexedPage, on_delete=models.CASCADE, primary_key=True, related_name="text")
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_terms = models.TextField(blank=True)
    # Of the labels of the page's kind, audience and topics.
    label_terms = models.TextField(blank=True)
    summary_terms = models.TextField(blank=True)
    text_terms = models.TextField(blank=True)
    # Each term of the page's files once. Where in the files they are, FilePage knows.
    file_terms = models.TextField(blank=True)
    # The values of the combination, which queries filter by.
    facet_terms = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.indexed_page)


class IndexedFile(models.Model):
    """A file that public pages carry; ``version`` changes when it has to be indexed again."""

    # The id of the document.
    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=255)
    # Percent-encoded, and so up to nine times as long as the file's name.
    url = models.TextField()
    file_type = models.CharField(max_length=20)
    version = models.CharField(max_length=300)
    # Each term once, as in IndexedPageText.
    terms = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class FilePage(models.Model):
    """The text of one page of a file. The id is made of the file's id and the number of the page."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(IndexedFile, on_delete=models.CASCADE, related_name="pages")
    text = models.TextField()
    terms = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.file_id}, page {self.number}"

    @property
    def number(self) -> int:
        """Return the number of the page within its file, from 1 on."""
        return self.pk & ((1 << FILE_PAGE_BITS) - 1)


class VocabularyWord(models.Model):
    """
    A word that an indexed page or file has used, which misspelt words are compared with.

    Indexing only adds words, so that publications do not wait for one another here; ``update_index`` removes unused
    ones. Readers never see a word from here unless the index holds it too.
    """

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True)
    first = models.CharField(max_length=1)
    tail = models.CharField(max_length=TAIL_LENGTH)
    length = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["first", "length"], name="word_by_first_letter"),
            models.Index(fields=["tail", "length"], name="word_by_tail"),
        ]

    def __str__(self) -> str:
        return self.word


class Synonym(NamedTuple):
    """
    A word or phrase of a group of synonyms.

    ``exact_word`` is set for a single word in capitals: PREVENT is not “prevention”, nor CARE “caring”. ``joined`` is
    the term of its words when they are written as one.
    """

    terms: tuple[str, ...]
    exact_word: str
    joined: str = ""

    @classmethod
    def parse(cls, text: str) -> "Synonym":
        """Return the synonym that was written as a text."""
        own_terms = tuple(terms(text))
        if len(own_terms) > 1:
            return cls(own_terms, "", joined_term(text))
        return cls(own_terms, fold(text) if text.isupper() else "")


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
    def members(self) -> list[Synonym]:
        """Return the synonyms of the group in order, without repetition."""
        return list(dict.fromkeys(Synonym.parse(part.strip()) for part in self.words.split(",") if terms(part)))

    def clean(self) -> None:
        """Refuse a group with fewer than two members, and members that are too long to be typed."""
        super().clean()
        if len(self.members) < 2:  # noqa: PLR2004
            raise ValidationError({"words": "Give two words or phrases that mean the same, with a comma between them."})
        if any(len(member.terms) > LONGEST_PHRASE for member in self.members):
            raise ValidationError({"words": f"A phrase of more than {LONGEST_PHRASE} words is too long to be typed."})


@register_setting(icon="search", order=110)
class SearchSettings(BaseSiteSetting):
    """The settings of a Site's search."""

    help_words = models.TextField(
        blank=True,
        default=default_help_words,
        help_text=(
            "One word or phrase on each line. Where all the words of a line are searched for, in any order, whom to "
            "ring stands above the results."
        ),
    )

    panels = [
        HelpPanel(
            "<p>Write what a frightened child, a parent or a neighbour may type. No one, you included, can see what "
            "was searched for: it is not kept.</p>"
        ),
        FieldPanel("help_words"),
    ]

    class Meta:
        verbose_name = "Search"

    def __str__(self) -> str:
        return f"Search of {self.site}"
