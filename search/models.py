"""The models of the search, each in a module of its own."""

from .entries import Combination, Entry, EntryText, FacetLabel, FilePage, IndexedFile
from .help_words import SearchSettings
from .synonyms import SynonymGroup
from .vocabulary import Word

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
