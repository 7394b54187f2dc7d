"""The vocabulary: the words of public pages and files, which misspelt words are compared with."""

from collections.abc import Iterable

from django.db.models import QuerySet

from search.analyser import words
from search.models import (
    LONGEST_WORD,
    TAIL_LENGTH,
    FilePage,
    IndexedFile,
    IndexedPage,
    IndexedPageText,
    VocabularyWord,
)

# Shorter words have too many neighbours.
SHORTEST_WORD = 3
BATCH = 500


def vocabulary_of(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts that belong in the vocabulary."""
    return {
        word for text in texts for word in words(text) if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()
    }


def add_words(vocabulary: Iterable[str]) -> None:
    """Add words; in a fixed order, so that two transactions which add the same words cannot deadlock."""
    rows = [
        VocabularyWord(word=word, first=word[0], tail=word[-TAIL_LENGTH:], length=len(word))
        for word in sorted(vocabulary)
    ]
    VocabularyWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def delete_unused_words(labels: Iterable[str]) -> int:
    """Delete the words that are in no page, no file and none of the labels in use; return how many."""
    used = vocabulary_of(labels)
    for texts in indexed_texts():
        used |= vocabulary_of(texts.iterator(chunk_size=BATCH))
    unused = [word for word in VocabularyWord.objects.values_list("word", flat=True) if word not in used]
    for start in range(0, len(unused), BATCH):
        VocabularyWord.objects.filter(pk__in=unused[start : start + BATCH]).delete()
    return len(unused)


def indexed_texts() -> list[QuerySet]:
    """Return query sets of all texts that are in the index."""
    return [
        IndexedPage.objects.values_list("page__title", flat=True),
        IndexedPageText.objects.values_list("summary", flat=True),
        IndexedPageText.objects.values_list("text", flat=True),
        IndexedFile.objects.values_list("title", flat=True),
        FilePage.objects.values_list("text", flat=True),
    ]
