"""The models of the search, each in a module of its own."""

from search.index.vocabulary import Word
from search.query.synonyms import SynonymGroup

from .entries import Combination, Entry, EntryText, FacetLabel, FilePage, IndexedFile
from .help_words import SearchSettings

__all__ = [
    "Combination",
    "Entry",
    "EntryText",
    "FacetLabel",
    "FilePage",
    "IndexedFile",
    "SearchSettings",
    "SynonymGroup",
    "Word",
]
