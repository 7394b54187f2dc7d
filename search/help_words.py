"""Help words: what a child in danger, or a worried adult, may search for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from board.engines.pagecache.named_versions import NamedVersionMemo

from .analyser import terms
from .default_help_words import HELP_WORDS
from .models import SearchSettings

VERSION = "help_words"


class HelpWords(NamedTuple):
    """The lines of a list of help words, each as the terms that a query needs all of."""

    lines: Sequence[frozenset[str]]

    @classmethod
    def parse(cls, text: str) -> "HelpWords":
        """Return the help words of a text; empty lines are ignored."""
        return cls([frozenset(line_terms) for line in text.splitlines() if (line_terms := terms(line))])

    def are_in(self, query_terms: Iterable[str]) -> bool:
        """Return whether a query holds all terms of any line."""
        present = set(query_terms)
        return any(line <= present for line in self.lines)


def read_help_words(site_id: int) -> HelpWords:
    """Return the help words of a Site, or the default ones if the Site has no settings yet."""
    text = SearchSettings.objects.filter(site_id=site_id).values_list("help_words", flat=True).first()
    return HelpWords.parse(HELP_WORDS if text is None else text)


HELP_WORDS_OF_SITES = NamedVersionMemo(VERSION, read_help_words)
