"""Words by which somebody may say that a child is in danger, or that they need help."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from board.engines.pagecache.named_versions import NamedVersionMemo
from search.analyser import terms
from search.default_help_words import HELP_WORDS, default_help_words

STAMP = "help_words"


@register_setting(icon="search", order=110)
class SearchSettings(BaseSiteSetting):
    """How the search of a Site answers."""

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
            "<p>Write what a frightened child, a parent or a neighbour may type. Nobody, you included, can see what "
            "was searched for: it is not kept.</p>"
        ),
        FieldPanel("help_words"),
    ]

    class Meta:
        verbose_name = "Search"

    def __str__(self) -> str:
        return f"Search of {self.site}"


class HelpWords(NamedTuple):
    """The lines of a list, each as the terms that have to be there together."""

    lines: Sequence[frozenset[str]]

    def are_in(self, typed: Iterable[str]) -> bool:
        """Say whether typed terms hold all the terms of any line."""
        found = set(typed)
        return any(line <= found for line in self.lines)


def help_words_of(text: str) -> HelpWords:
    """Return the lines of a list as they are compared with what was typed; empty lines count for nothing."""
    return HelpWords([frozenset(found) for line in text.splitlines() if (found := terms(line))])


def read_help_words(site_id: int) -> HelpWords:
    """Return the list of a Site, read from the database; the default one where the Site has none yet."""
    kept = SearchSettings.objects.filter(site_id=site_id).values_list("help_words", flat=True).first()
    return help_words_of(HELP_WORDS if kept is None else kept)


HELP_WORDS_OF_SITES = NamedVersionMemo(STAMP, read_help_words)
