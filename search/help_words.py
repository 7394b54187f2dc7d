"""Help words: what a child in danger, or a worried adult, may search for."""

from collections.abc import Sequence
from typing import NamedTuple

from board.engines.pagecache.named_versions import NamedVersionMemo

from .analyser import all_terms, joined_term, terms
from .default_help_words import HELP_WORDS
from .models import SearchSettings

VERSION = "help_words"


class HelpLine(NamedTuple):
    """A line of help words, as the terms that a query needs all of, and as the one term that says the same."""

    terms: frozenset[str]
    joined: str


class HelpWords(NamedTuple):
    """The lines of a list of help words."""

    lines: Sequence[HelpLine]

    @classmethod
    def parse(cls, text: str) -> "HelpWords":
        """Return the help words of a text; empty lines are ignored."""
        lines = [(frozenset(terms(line)), joined_term(line)) for line in text.splitlines()]
        return cls([HelpLine(line_terms, joined) for line_terms, joined in lines if line_terms])

    def are_in(self, query: str) -> bool:
        """Return whether a query holds all words of any line, written together or apart."""
        present = all_terms(query)
        return any(line.terms <= present or line.joined in present for line in self.lines)


def read_help_words(site_id: int) -> HelpWords:
    """Return the help words of a Site, or the default ones if the Site has no settings yet."""
    text = SearchSettings.objects.filter(site_id=site_id).values_list("help_words", flat=True).first()
    return HelpWords.parse(HELP_WORDS if text is None else text)


HELP_WORDS_OF_SITES = NamedVersionMemo(VERSION, read_help_words)
