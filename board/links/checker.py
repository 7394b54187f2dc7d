"""One link, from its address to its outcome: redirects, second attempts, HEAD and GET."""

import contextlib
import datetime as dt
import ssl
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from django.utils import timezone

from .addresses import Gate, Place
from .asking import Answer, Question, ask, no_answer, trusted
from .limits import Limits, Turns
from .outcomes import Finding, LinkError, Outcome
from .robots import MOST_BYTES, Robots

PERMANENT = {301, 308}
REDIRECTS = PERMANENT | {302, 303, 307}
GONE = {404, 410}
TOO_MANY_REQUESTS = 429
UNAVAILABLE = 503
FIRST_ERROR = 400
FIRST_SERVER_ERROR = 500
LAST_SERVER_ERROR = 599


def is_server_fault(status: int) -> bool:
    """Say whether a status is one of the server's own errors; some servers answer programs with 999."""
    return FIRST_SERVER_ERROR <= status <= LAST_SERVER_ERROR


def outcome_of(answer: Answer) -> Outcome:
    """Return what an answer that leads nowhere else says of a link."""
    if answer.status < FIRST_ERROR:
        return Outcome.SERVER_FAULT if answer.status in REDIRECTS else Outcome.WORKS
    if answer.status in GONE:
        return Outcome.GONE
    return Outcome.SERVER_FAULT if is_server_fault(answer.status) else Outcome.UNCHECKABLE


def seconds_asked_for(headers: Mapping[str, str]) -> float | None:
    """Return how long a server asks to wait (Retry-After, in seconds or as a date), or ``None``."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - timezone.now()).total_seconds())


def next_address(address: str, answer: Answer) -> str | None:
    """Return where an answer redirects to, or ``None`` where it does not."""
    location = answer.headers.get("Location", "").strip()
    if answer.status not in REDIRECTS or not location:
        return None
    # Headers are bytes that the library reads as Latin-1; servers that don't escape write UTF-8.
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise LinkError(Outcome.NOT_AN_ADDRESS, "It leads on to something that is no address.") from error


class Checker:
    """
    Checks links, from as many threads as like to.

    ``name`` is the program's for robots.txt, ``agent`` its ``User-Agent`` header, which begins with the name.
    """

    def __init__(
        self,
        name: str,
        agent: str,
        *,
        gate: Gate | None = None,
        limits: Limits | None = None,
        turns: Turns | None = None,
        tls: ssl.SSLContext | None = None,
    ):
        self.gate = gate or Gate()
        self.limits = limits or Limits()
        self.turns = turns or Turns(self.limits.pause)
        self.headers = {"User-Agent": agent.encode("ascii", "replace").decode(), "Accept": "*/*"}
        self._tls = tls or trusted()
        self._robots = Robots(self._rules_file, name, self.limits, self.turns)

    def check(self, url: str) -> Finding:
        """Return what came out for an address."""
        try:
            answer, moved_to = self._follow(url, self._knock)
        except LinkError as end:
            return Finding(url, end.outcome, end.status, detail=end.detail)
        outcome = outcome_of(answer)
        if outcome == Outcome.WORKS and moved_to:
            return Finding(url, Outcome.MOVED, answer.status, moved_to=moved_to)
        detail = "" if outcome == Outcome.WORKS else f"The server answered with the code {answer.status}."
        return Finding(url, outcome, answer.status, detail=detail)

    def _follow(self, url: str, question: Callable[[Place], Answer]) -> tuple[Answer, str]:
        """Return the last answer on the way from an address, and the address that it moved to for good, if any."""
        address, moved_to, is_for_good = url, "", True
        for _ in range(self.limits.redirects + 1):
            answer = question(self.gate.place(address))
            following = next_address(address, answer)
            if following is None:
                return answer, moved_to
            address = following
            is_for_good = is_for_good and answer.status in PERMANENT
            if is_for_good:
                moved_to = address
        raise LinkError(Outcome.TOO_MANY_REDIRECTS, f"It leads on more than {self.limits.redirects} times.")

    def _knock(self, place: Place) -> Answer:
        """Return a place's answer: to HEAD, or to GET where HEAD brings an error, which many servers answer wrongly."""
        self._robots.require_permission(place)
        methods = ["HEAD", "GET"]

        def attempt() -> Answer:
            method = methods.pop(0) if len(methods) > 1 else methods[0]
            answer = self._ask(place, method)
            if method == "HEAD" and answer.status >= FIRST_ERROR and answer.status != TOO_MANY_REQUESTS:
                return self._ask(place, "GET")
            return answer

        return self._insist(attempt)

    def _rules_file(self, url: str) -> Answer:
        """Return the answer to the question for a robots.txt; its redirects are followed and held to the gate too."""

        def question(place: Place) -> Answer:
            return self._insist(lambda: self._ask(place, "GET", most_bytes=MOST_BYTES))

        return self._follow(url, question)[0]

    def _ask(self, place: Place, method: str, most_bytes: int = 0) -> Answer:
        with self.turns.turn(place.host):
            return ask(place, Question(method, self.headers, most_bytes), self.limits, self._tls)

    def _insist(self, attempt: Callable[[], Answer]) -> Answer:
        """Return the first good answer of several attempts, or the last; raises what the last one raised."""
        until = self.turns.clock() + self.limits.link
        pauses = list(self.limits.back_off)
        while True:
            answer, end = None, no_answer("")
            try:
                answer = attempt()
                wait = self._wait_after(answer, pauses)
            except LinkError as ended:
                end = ended
                wait = pauses[0] if ended.try_again and pauses else None
            if wait is None or self.turns.clock() + wait > until:
                if answer is None:
                    raise end
                return answer
            pauses = pauses[1:]
            self.turns.sleep(wait)

    def _wait_after(self, answer: Answer, pauses: list[float]) -> float | None:
        """Return how many seconds to wait before another attempt, or ``None`` where the answer stands."""
        if not pauses or not (answer.status == TOO_MANY_REQUESTS or is_server_fault(answer.status)):
            return None
        if answer.status not in {TOO_MANY_REQUESTS, UNAVAILABLE}:
            return pauses[0]
        asked = seconds_asked_for(answer.headers)
        if asked is None:
            return pauses[0] if answer.status == UNAVAILABLE else None
        return asked if asked <= self.limits.patience else None
