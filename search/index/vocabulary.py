"""The words that public pages and files use: what misspelt words are compared with."""

from collections.abc import Iterable

from django.db import models

from search.analyser import words
from search.entries import Entry, EntryText, FilePage, IndexedFile

# Shorter words have too many neighbours, and longer ones are codes.
SHORTEST, LONGEST = 3, 30
# How many letters at the end of a word are kept by themselves: a misspelt first letter is looked for by them.
TAIL = 3
BATCH = 500


class Word(models.Model):
    """
    A word that a page or file has used.

    Words are only added, so that no publication waits for another here; ``update_index`` takes away what is not used
    any more. No reader sees one: a suggestion has to be found in the index as well.
    """

    word = models.CharField(max_length=LONGEST, primary_key=True)
    first = models.CharField(max_length=1)
    tail = models.CharField(max_length=TAIL)
    length = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["first", "length"], name="word_by_first_letter"),
            models.Index(fields=["tail", "length"], name="word_by_tail"),
        ]

    def __str__(self) -> str:
        return self.word


def is_kept(word: str) -> bool:
    """Say whether a folded word belongs into the vocabulary."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts that belong into the vocabulary."""
    return {word for text in texts for word in words(text) if is_kept(word)}


def learn(found: Iterable[str]) -> None:
    """Add words; two who add the same at once do so in one order, so that neither blocks the other."""
    rows = [Word(word=word, first=word[0], tail=word[-TAIL:], length=len(word)) for word in sorted(found)]
    Word.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def forget_unused_words(labels: Iterable[str]) -> int:
    """Take away the words that no page, no file and none of the labels in use has any more; return how many."""
    used: set[str] = set()
    for texts in kept_texts():
        for text in texts.iterator(chunk_size=BATCH):
            used |= words_of([text])
    used |= words_of(labels)
    unused = [word for word in Word.objects.values_list("word", flat=True) if word not in used]
    for start in range(0, len(unused), BATCH):
        Word.objects.filter(pk__in=unused[start : start + BATCH]).delete()
    return len(unused)


def kept_texts() -> list:
    """Return query sets of all the texts that the index is made of."""
    return [
        Entry.objects.values_list("page__title", flat=True),
        EntryText.objects.values_list("summary", flat=True),
        EntryText.objects.values_list("text", flat=True),
        IndexedFile.objects.values_list("title", flat=True),
        FilePage.objects.values_list("text", flat=True),
    ]
