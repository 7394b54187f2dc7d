"""Query expansion by synonyms: abbreviations of the field, and what children say for what professionals write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from board.engines.pagecache.named_versions import NamedVersionMemo
from search.analyser import fold, term_of
from search.models import Synonym, SynonymGroup

VERSION = "synonyms"

Terms = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """The synonyms of phrases by their terms, and of words in capitals by the word itself."""

    by_terms: Mapping[Terms, tuple[Terms, ...]]
    by_word: Mapping[str, tuple[Terms, ...]]

    def of(self, words: Sequence[str]) -> tuple[Terms, ...]:
        """Return the terms of every synonym of a phrase."""
        exact = self.by_word.get(fold(words[0]), ()) if len(words) == 1 else ()
        return exact + self.by_terms.get(tuple(map(term_of, words)), ())


def collect_synonyms(groups: Iterable[Iterable[Synonym]]) -> Synonyms:
    """Return the synonyms of some groups; a member of several has the others of all of them, in their order."""
    by_terms: dict[Terms, dict[Terms, None]] = {}
    by_word: dict[str, dict[Terms, None]] = {}
    for group in groups:
        members = list(group)
        for member in members:
            others = dict.fromkeys(other.terms for other in members if other != member)
            if member.exact_word:
                by_word.setdefault(member.exact_word, {}).update(others)
            else:
                by_terms.setdefault(member.terms, {}).update(others)
            if len(member.terms) > 1:
                # “selfharm” has the synonyms of “self-harm”, and is one of them.
                by_terms.setdefault((member.joined,), {}).update({member.terms: None} | others)
    return Synonyms(
        {terms: tuple(others) for terms, others in by_terms.items()},
        {word: tuple(others) for word, others in by_word.items()},
    )


def read_synonyms(_: int) -> Synonyms:
    """Return the synonyms that the database holds; all Sites share them."""
    return collect_synonyms(group.members for group in SynonymGroup.objects.order_by("pk"))


SYNONYMS = NamedVersionMemo(VERSION, read_synonyms)
