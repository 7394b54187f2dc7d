"""The vocabulary: the words of public pages and files, which are suggested for misspelt words."""

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

# Shorter words are similar to too many others.
SHORTEST_WORD = 3
BATCH_SIZE = 500


def extract_vocabulary(texts: Iterable[str]) -> set[str]:
    """Return the words of texts that are suitable for the vocabulary."""
    return {
        word for text in texts for word in words(text) if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()
    }


def add_words(vocabulary: Iterable[str]) -> None:
    """Add words in sorted order, so that concurrent transactions cannot deadlock."""
    rows = [
        VocabularyWord(word=word, first=word[0], tail=word[-TAIL_LENGTH:], length=len(word))
        for word in sorted(vocabulary)
    ]
    VocabularyWord.objects.bulk_create(rows, batch_size=BATCH_SIZE, ignore_conflicts=True)


def delete_unused_words(labels: Iterable[str]) -> int:
    """Delete the words that no indexed page, file or facet label contains; return how many."""
    used = extract_vocabulary(labels)
    for texts in indexed_texts():
        used |= extract_vocabulary(texts.iterator(chunk_size=BATCH_SIZE))
    unused = [word for word in VocabularyWord.objects.values_list("word", flat=True) if word not in used]
    for start in range(0, len(unused), BATCH_SIZE):
        VocabularyWord.objects.filter(pk__in=unused[start : start + BATCH_SIZE]).delete()
    return len(unused)


def indexed_texts() -> list[QuerySet]:
    """Return query sets of all texts in the index."""
    return [
        IndexedPage.objects.values_list("page__title", flat=True),
        IndexedPageText.objects.values_list("summary", flat=True),
        IndexedPageText.objects.values_list("text", flat=True),
        IndexedFile.objects.values_list("title", flat=True),
        FilePage.objects.values_list("text", flat=True),
    ]
