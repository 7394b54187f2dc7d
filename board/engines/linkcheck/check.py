"""Checking one link, from its URL to its outcome: robots.txt, redirects, HEAD and GET, retries."""

import contextlib
import datetime as dt
import ssl
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin

from .gate import Gate, ResolvedURL
from .http import LinkRequest, LinkResponse, default_tls_context, no_answer, send
from .outcomes import LinkCheck, LinkError, LinkOutcome
from .robots import MAX_BYTES, RobotsTxt
from .throttling import HostThrottle, Limits

PERMANENT_REDIRECTS = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
REDIRECTS = PERMANENT_REDIRECTS | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
FIRST_ERROR = 400
SERVER_ERRORS = range(500, 600)


def outcome_of(status: int) -> LinkOutcome:
    """Return the outcome for the status of a final response; some servers respond to programs with 999."""
    if status < FIRST_ERROR:
        return LinkOutcome.SERVER_FAULT if status in REDIRECTS else LinkOutcome.WORKS
    if status in GONE:
        return LinkOutcome.GONE
    return LinkOutcome.SERVER_FAULT if status in SERVER_ERRORS else LinkOutcome.UNCHECKABLE


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Return the delay that ``Retry-After`` asks for, in seconds or as a date; ``None`` without a valid one."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


def redirect_target(url: str, response: LinkResponse) -> str | None:
    """Return the URL that a response redirects to, or ``None``. Raises ``LinkError`` where it is not a URL."""
    location = response.headers.get("Location", "").strip()
    if response.status not in REDIRECTS or not location:
        return None
    # The library decodes headers as Latin-1; servers that don't escape the URL write UTF-8.
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise LinkError(LinkOutcome.NOT_AN_ADDRESS, "It leads on to something that is no address.") from error


class LinkChecker:
    """
    Checks links; may be called from many threads.

    ``name`` is matched against the user agents of robots.txt; ``user_agent`` is the header, which begins with it.
    """

    def __init__(
        self,
        name: str,
        user_agent: str,
        *,
        gate: Gate | None = None,
        limits: Limits | None = None,
        throttle: HostThrottle | None = None,
        tls: ssl.SSLContext | None = None,
    ):
        self.gate = gate or Gate()
        self.limits = limits or Limits()
        self.throttle = throttle or HostThrottle(self.limits.pause)
        self.headers = {"User-Agent": user_agent.encode("ascii", "replace").decode(), "Accept": "*/*"}
        self._tls = tls or default_tls_context()
        self._robots_txt = RobotsTxt(self._fetch_robots_txt, name, self.limits, self.throttle)

    def check(self, url: str) -> LinkCheck:
        """Return the result for a URL."""
        try:
            response, moved_to = self._follow_redirects(url, self._probe)
        except LinkError as error:
            return LinkCheck(url, error.outcome, detail=error.detail)
        outcome = outcome_of(response.status)
        if outcome == LinkOutcome.WORKS and moved_to:
            return LinkCheck(url, LinkOutcome.MOVED, response.status, moved_to=moved_to)
        detail = "" if outcome == LinkOutcome.WORKS else f"The server answered with the code {response.status}."
        return LinkCheck(url, outcome, response.status, detail=detail)

    def _follow_redirects(self, url: str, request: Callable[[ResolvedURL], LinkResponse]) -> tuple[LinkResponse, str]:
        """Return the final response, and the URL that permanent redirects lead to, if any. The gate sees each URL."""
        moved_to, is_permanent = "", True
        for _ in range(self.limits.redirects + 1):
            response = request(self.gate.resolve(url))
            target = redirect_target(url, response)
            if target is None:
                return response, moved_to
            url = target
            is_permanent = is_permanent and response.status in PERMANENT_REDIRECTS
            if is_permanent:
                moved_to = url
        raise LinkError(LinkOutcome.TOO_MANY_REDIRECTS, f"It leads on more than {self.limits.redirects} times.")

    def _probe(self, url: ResolvedURL) -> LinkResponse:
        """Return the response to HEAD, or to GET after an error: many servers get HEAD wrong."""
        self._robots_txt.require_permission(url)
        methods = ["HEAD", "GET"]

        def attempt() -> LinkResponse:
            method = methods.pop(0) if len(methods) > 1 else methods[0]
            response = self._send(url, method)
            is_error = response.status >= FIRST_ERROR and response.status != HTTPStatus.TOO_MANY_REQUESTS
            return self._send(url, "GET") if method == "HEAD" and is_error else response

        return self._retry(attempt)

    def _fetch_robots_txt(self, url: str) -> LinkResponse:
        def request(resolved: ResolvedURL) -> LinkResponse:
            return self._retry(lambda: self._send(resolved, "GET", max_bytes=MAX_BYTES))

        return self._follow_redirects(url, request)[0]

    def _send(self, url: ResolvedURL, method: str, max_bytes: int = 0) -> LinkResponse:
        with self.throttle.slot(url.host):
            return send(url, LinkRequest(method, self.headers, max_bytes), self.limits, self._tls)

    def _retry(self, attempt: Callable[[], LinkResponse]) -> LinkResponse:
        """Return the first good response of several attempts, or the last one's; raise the last one's error."""
        deadline = self.throttle.clock() + self.limits.link
        delays = list(self.limits.back_off)
        while True:
            response, error = None, no_answer("")
            try:
                response = attempt()
                delay = self._retry_delay(response, delays)
            except LinkError as raised:
                error = raised
                delay = delays[0] if error.is_transient and delays else None
            if delay is None or self.throttle.clock() + delay > deadline:
                if response is None:
                    raise error
                return response
            delays = delays[1:]
            self.throttle.sleep(delay)

    def _retry_delay(self, response: LinkResponse, delays: list[float]) -> float | None:
        """Return the seconds to wait before another attempt, or ``None`` to accept the response."""
        status = response.status
        if not delays or not (status == HTTPStatus.TOO_MANY_REQUESTS or status in SERVER_ERRORS):
            return None
        if status not in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            return delays[0]
        retry_after = retry_after_seconds(response.headers)
        if retry_after is None:
            return delays[0] if status == HTTPStatus.SERVICE_UNAVAILABLE else None
        return retry_after if retry_after <= self.limits.patience else None
