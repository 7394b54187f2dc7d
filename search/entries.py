"""What is kept of every public page, so that words lead to it (docs/decisions/0013)."""

from django.conf import settings
from django.db import models

# The low bits of an entry's number are its page, the high ones its day.
PAGE_BITS = 24
PAGE_MASK = (1 << PAGE_BITS) - 1
# The low bits of a number of a file's page are its number within the file.
NUMBER_BITS = 16


def entry_number(page_id: int, date) -> int:
    """
    Return the number of the entry of a page with a date, or with ``None``.

    Numbers sort by date: both databases walk through an index of words in their order, so that the newest pages with a
    word are found without looking at the others.
    """
    return ((date.toordinal() if date else 0) << PAGE_BITS) | page_id


class Combination(models.Model):
    """A kind, reader, year and topics that some pages have in common: counting these counts every facet."""

    # Such as ``kind:report topic:neglect year:2026``, in this order.
    values = models.CharField(max_length=1000, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.values


class FacetLabel(models.Model):
    """A value of a facet in words."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="one_label_of_a_value")]
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class Entry(models.Model):
    """A public page in the index; a narrow row, of which a count reads thousands."""

    # entry_number. Never left to the database; but SQLite finds rows of such a column without an index beside it.
    id = models.BigAutoField(primary_key=True)
    page = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    path = models.CharField(max_length=255)
    combination = models.ForeignKey(Combination, on_delete=models.PROTECT, related_name="+")
    files = models.ManyToManyField("search.IndexedFile", related_name="entries")

    class Meta:
        default_permissions = ()
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"Page {self.page_id}"


class EntryText(models.Model):
    """
    What a page says, and the terms of it (``analysis.term_line``).

    The database keeps its full-text index from this row with triggers of its own, whichever way the row is written.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_terms = models.TextField(blank=True)
    # Of what is said about the page: its kind, readers and topics.
    label_terms = models.TextField(blank=True)
    summary_terms = models.TextField(blank=True)
    text_terms = models.TextField(blank=True)
    # Each term of its files once: enough to know that they hold it. Where, their own pages say.
    file_terms = models.TextField(blank=True)
    # The values of the combination, by which the database narrows down.
    facet_terms = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.entry)


class IndexedFile(models.Model):
    """A file that public pages carry; ``version`` changes when it has to be read anew."""

    # The document's own number.
    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=255)
    url = models.CharField(max_length=500)
    file_type = models.CharField(max_length=20)
    version = models.CharField(max_length=300)
    # Each term once, as in EntryText.
    terms = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class FilePage(models.Model):
    """The text of a page of a file; its number is that of the file with that of the page."""

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
        return self.pk & ((1 << NUMBER_BITS) - 1)
