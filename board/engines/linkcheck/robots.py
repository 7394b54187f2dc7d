"""What a site allows programs to request: robots.txt (RFC 9309)."""

import threading
from collections.abc import Callable
from typing import NamedTuple

from protego import Protego

from .gate import ResolvedURL
from .http import LinkResponse
from .outcomes import LinkError, LinkOutcome
from .throttling import HostThrottle, Limits

# The least that must be read of the file (RFC 9309, 2.5), and all that is.
MAX_BYTES = 500 * 1024

# Outcomes of the request for robots.txt that are true of every link to the host.
HOST_OUTCOMES = {LinkOutcome.NO_ANSWER, LinkOutcome.BAD_CERTIFICATE}

FORBIDDEN = LinkError(LinkOutcome.UNCHECKABLE, "The site asks programs to stay away from this page.")
UNREADABLE = LinkError(LinkOutcome.UNCHECKABLE, "The site’s rules for programs (robots.txt) can’t be read at present.")
TOO_SLOW = LinkError(LinkOutcome.UNCHECKABLE, "The site asks programs to wait longer between pages than we can.")


class RobotsRules(NamedTuple):
    """The rules of one origin, or the error for all of its URLs."""

    parsed: Protego | None = None
    error: LinkError | None = None


def rules_from(response: LinkResponse) -> RobotsRules:
    """
    Return the rules in a response to a request for robots.txt.

    A missing file (4xx) allows everything, a server error (5xx) forbids everything (RFC 9309, 2.3.1). Status 429 is
    treated as the latter, which sends fewer requests.
    """
    if response.status == 429 or response.status >= 500:  # noqa: PLR2004
        return RobotsRules(error=UNREADABLE)
    if 200 <= response.status < 300:  # noqa: PLR2004
        return RobotsRules(parsed=Protego.parse(response.body.decode("utf-8", "replace")))
    return RobotsRules()


class RobotsTxt:
    """
    The rules of every origin of one run, each fetched once.

    ``fetch`` returns the response to a GET of a URL after its redirects, or raises ``LinkError``.
    """

    def __init__(self, fetch: Callable[[str], LinkResponse], user_agent: str, limits: Limits, throttle: HostThrottle):
        self._fetch = fetch
        self._user_agent = user_agent
        self._limits = limits
        self._throttle = throttle
        self._rules: dict[str, RobotsRules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._registry = threading.Lock()

    def require_permission(self, url: ResolvedURL) -> None:
        """Raise ``LinkError`` for a URL that must not be requested, or whose host does not respond."""
        with self._registry:
            lock = self._locks.setdefault(url.origin, threading.Lock())
        with lock:
            if url.origin not in self._rules:
                self._rules[url.origin] = self._read(url)
        rules = self._rules[url.origin]
        if rules.error:
            raise LinkError(rules.error.outcome, rules.error.detail)
        if rules.parsed and not rules.parsed.can_fetch(url.origin + url.target, self._user_agent):
            raise LinkError(FORBIDDEN.outcome, FORBIDDEN.detail)

    def _read(self, url: ResolvedURL) -> RobotsRules:
        try:
            rules = rules_from(self._fetch(f"{url.origin}/robots.txt"))
        except LinkError as error:
            if error.outcome == LinkOutcome.TOO_MANY_REDIRECTS:
                return RobotsRules()  # As if there were no such file (RFC 9309, 2.3.1.2).
            return RobotsRules(error=error if error.outcome in HOST_OUTCOMES else UNREADABLE)
        delay = rules.parsed.crawl_delay(self._user_agent) if rules.parsed else None
        if delay and delay > self._limits.patience:
            return RobotsRules(error=TOO_SLOW)
        if delay:
            self._throttle.lengthen_pause(url.host, delay)
        return rules
