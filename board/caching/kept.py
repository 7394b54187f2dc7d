"""A complete answer that is kept, and how it is sent."""

import hashlib
import math
import time
from dataclasses import dataclass, field

from django.conf import settings

from .encodings import IDENTITY, KEPT_LEVEL, WORTH_IT, compress, encoding_for, is_compressible

Headers = list[tuple[str, str]]

# What is set anew for each encoding and each reader.
OURS = {"content-length", "content-encoding", "etag", "vary", "cache-control", "expires", "last-modified", "date"}
# What a kept answer costs beside its bytes.
OVERHEAD = 2000
NOT_MODIFIED = "304 Not Modified"


@dataclass(slots=True)
class Ready:
    """An answer in one encoding."""

    etag: str
    headers: Headers
    unchanged: Headers
    body: bytes


@dataclass(slots=True)
class Kept:
    """
    A complete answer.

    ``expires`` is the moment from which it is not true any more, in seconds since 1970, or ``None``; ``made`` is when
    it was made.
    """

    status: str
    headers: Headers
    body: bytes
    made: float
    expires: float | None = None
    until: float = 0.0
    is_compressible: bool = False
    is_for_cdn: bool = False
    ready: dict[str, Ready] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at_most = self.made + settings.PAGE_CACHE_SECONDS
        self.until = at_most if self.expires is None else min(at_most, self.expires)
        self.is_for_cdn = bool(settings.CDN_SECONDS)
        self.is_compressible = len(self.body) >= WORTH_IT and is_compressible(self.content_type)

    @property
    def size(self) -> int:
        """Return about how many bytes of memory it takes, in its encodings."""
        return OVERHEAD + 2 * len(self.body)

    @property
    def content_type(self) -> str:
        """Return its content type."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")

    def in_encoding(self, encoding: str) -> Ready:
        """Return it in an encoding, made at the first call."""
        if not self.is_compressible:
            encoding = IDENTITY
        ready = self.ready.get(encoding)
        if ready is None:
            ready = self.ready[encoding] = self.encoded(encoding)
        return ready

    def encoded(self, encoding: str) -> Ready:
        """Return it in an encoding, made now."""
        # Of the status and type too: a notice of withdrawal is never taken for the page.
        content = hashlib.blake2b(f"{self.status} {self.content_type} {encoding} ".encode(), digest_size=16)
        content.update(self.body)
        etag = f'"{content.hexdigest()}"'
        body = compress(self.body, encoding, KEPT_LEVEL)
        unchanged = [("ETag", etag), ("Vary", "Accept-Encoding")]
        if not self.is_for_cdn:
            unchanged.append(("Cache-Control", "public, no-cache"))
        headers = [(name, value) for name, value in self.headers if name.lower() not in OURS]
        headers += [*unchanged, ("Content-Length", str(len(body)))]
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        return Ready(etag, headers, unchanged, body)

    def send(self, environ: dict, start_response) -> list[bytes]:
        """Answer with it: 304 where the reader has it already, without a body where only the head was asked for."""
        ready = self.in_encoding(encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
        known = environ.get("HTTP_IF_NONE_MATCH")
        is_unchanged = known is not None and self.status.startswith("200") and is_among(ready.etag, known)
        headers = ready.unchanged if is_unchanged else ready.headers
        if self.is_for_cdn:
            headers = [*headers, *for_cdn(self)]
        if NGINX_ASKS in environ:
            # First: before 1.23 nginx heeds it only where it comes before Cache-Control.
            headers = [("X-Accel-Expires", f"@{math.floor(self.until) - 1}"), *headers]
        start_response(NOT_MODIFIED if is_unchanged else self.status, headers)
        return [] if is_unchanged or environ["REQUEST_METHOD"] == "HEAD" else [ready.body]


# nginx asks until when it may keep the answer (deploy/nginx); it looks at the clock in whole seconds.
NGINX_ASKS = "HTTP_X_PAGE_CACHE"


def is_among(etag: str, known: str) -> bool:
    """Say whether ``If-None-Match`` names an entity tag (RFC 9110, 13.1.2)."""
    if known.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in known.split(","))


def for_cdn(kept: Kept) -> Headers:
    """
    Return what tells a CDN how long it may keep an answer.

    Never past the moment at which it stops being true. ``stale-if-error`` (RFC 5861) is as short as the rest: what is
    withdrawn does not live on because our server is down.
    """
    left = max(0, math.floor(kept.until - time.time()))
    seconds = min(settings.CDN_SECONDS, left)
    policy = f"public, max-age=0, s-maxage={seconds}, stale-if-error={seconds}"
    return [("Cache-Control", policy), ("Surrogate-Key", "board"), ("Cache-Tag", "board")]
