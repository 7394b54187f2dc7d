"""What a site lets programs ask for: robots.txt, as RFC 9309 reads it."""

import threading
from collections.abc import Callable
from typing import NamedTuple

from protego import Protego

from .addresses import Place
from .asking import Answer
from .limits import Limits, Turns
from .outcomes import LinkError, Outcome

# What must be read of it at least (RFC 9309, 2.5), and all that is.
MOST_BYTES = 500 * 1024

# What is said of the whole host, and so of the link.
OF_THE_HOST = {Outcome.NO_ANSWER, Outcome.BAD_CERTIFICATE}

FORBIDDEN = LinkError(Outcome.UNCHECKABLE, "The site asks programs to stay away from this page.")
UNREADABLE = LinkError(Outcome.UNCHECKABLE, "The site’s rules for programs (robots.txt) can’t be read at present.")
TOO_SLOW = LinkError(Outcome.UNCHECKABLE, "The site asks programs to wait longer between pages than we can.")


class Rules(NamedTuple):
    """The rules of one origin: read, or why none of its pages can be checked."""

    parsed: Protego | None = None
    obstacle: LinkError | None = None


def rules_from(answer: Answer) -> Rules:
    """
    Return the rules that an answer to the question for robots.txt stands for.

    No such file (4xx) is no rule; a server at fault (5xx) forbids everything (RFC 9309, 2.3.1). "Too many requests" is
    taken for the latter, since it asks for less.
    """
    if answer.status == 429 or answer.status >= 500:  # noqa: PLR2004
        return Rules(obstacle=UNREADABLE)
    if 200 <= answer.status < 300:  # noqa: PLR2004
        return Rules(parsed=Protego.parse(answer.body.decode("utf-8", "replace")))
    return Rules()


class Robots:
    """
    The rules of every origin that was asked in one run.

    ``fetch`` returns the answer to a GET of an address, after its redirects, or raises ``LinkError``.
    """

    def __init__(self, fetch: Callable[[str], Answer], name: str, limits: Limits, turns: Turns):
        self._fetch = fetch
        self._name = name
        self._limits = limits
        self._turns = turns
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._registry = threading.Lock()

    def require_permission(self, place: Place) -> None:
        """
        Return when a place may be asked; raise ``LinkError`` when it may not.

        A host that gives no answer at all is no case for robots.txt: the link's outcome is then the host's.
        """
        with self._registry:
            lock = self._locks.setdefault(place.origin, threading.Lock())
        with lock:
            if place.origin not in self._rules:
                self._rules[place.origin] = self._read(place)
        rules = self._rules[place.origin]
        if rules.obstacle:
            end = rules.obstacle
            raise LinkError(end.outcome, end.detail)
        if rules.parsed and not rules.parsed.can_fetch(place.origin + place.target, self._name):
            raise LinkError(FORBIDDEN.outcome, FORBIDDEN.detail)

    def _read(self, place: Place) -> Rules:
        try:
            rules = rules_from(self._fetch(f"{place.origin}/robots.txt"))
        except LinkError as end:
            if end.outcome == Outcome.TOO_MANY_REDIRECTS:
                return Rules()  # As if there were no such file (RFC 9309, 2.3.1.2).
            return Rules(obstacle=end if end.outcome in OF_THE_HOST else UNREADABLE)
        delay = rules.parsed.crawl_delay(self._name) if rules.parsed else None
        if delay and delay > self._limits.patience:
            return Rules(obstacle=TOO_SLOW)
        if delay:
            self._turns.lengthen(place.host, delay)
        return rules
