"""A stored response (RFC 9111), and how it is sent."""

import hashlib
import math
import time
from dataclasses import dataclass, field

from django.conf import settings

from .encodings import IDENTITY, MIN_COMPRESSED_BYTES, STORED_LEVEL, compress, encoding_for, is_compressible

Headers = list[tuple[str, str]]

# Set anew for each encoding and each reader.
OWN_HEADERS = {
    *("content-length", "content-encoding", "etag", "vary"),
    *("cache-control", "expires", "last-modified", "date"),
}
# Bytes of memory that a stored response takes beside its body.
OVERHEAD = 2000
NOT_MODIFIED = "304 Not Modified"
# nginx asks until when it may store the response (deploy/nginx); it looks at the clock in whole seconds.
NGINX_ASKS = "HTTP_X_PAGE_CACHE"
# Names everything that this cache lets a CDN store, so that one purge removes it.
SURROGATE_KEY = "board"


@dataclass(slots=True)
class EncodedResponse:
    """A stored response in one content coding: with its body, and as a ``304 Not Modified``."""

    etag: str
    headers: Headers
    not_modified_headers: Headers
    body: bytes


@dataclass(slots=True)
class StoredResponse:
    """
    A complete response.

    ``generated`` is when it was generated, ``expires`` the moment from which it is no longer true, or ``None``; both in
    seconds since 1970.
    """

    status: str
    headers: Headers
    body: bytes
    generated: float
    expires: float | None = None
    fresh_until: float = 0.0
    is_compressible: bool = False
    is_for_cdn: bool = False
    encoded: dict[str, EncodedResponse] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at_most = self.generated + settings.PAGE_CACHE_SECONDS
        self.fresh_until = at_most if self.expires is None else min(at_most, self.expires)
        self.is_for_cdn = bool(settings.CDN_SECONDS)
        self.is_compressible = len(self.body) >= MIN_COMPRESSED_BYTES and is_compressible(self.content_type)

    @property
    def is_fresh(self) -> bool:
        """
        Return whether it is still true by the clock; the content version is for its store to compare.

        Where the clock was put back, what was generated later than now is not.
        """
        return self.generated <= time.time() < self.fresh_until

    @property
    def size(self) -> int:
        """Return about how many bytes of memory it takes, in its encodings."""
        return OVERHEAD + 2 * len(self.body)

    @property
    def content_type(self) -> str:
        """Return its content type."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")

    def in_encoding(self, encoding: str) -> EncodedResponse:
        """Return it in an encoding, which is made at the first call."""
        if not self.is_compressible:
            encoding = IDENTITY
        encoded = self.encoded.get(encoding)
        if encoded is None:
            encoded = self.encoded[encoding] = self.encode(encoding)
        return encoded

    def encode(self, encoding: str) -> EncodedResponse:
        """Return it in an encoding, made now."""
        # The status and type count too: a notice of withdrawal is never taken for the page.
        digest = hashlib.blake2b(f"{self.status} {self.content_type} {encoding} ".encode(), digest_size=16)
        digest.update(self.body)
        etag = f'"{digest.hexdigest()}"'
        body = compress(self.body, encoding, STORED_LEVEL)
        not_modified_headers = [("ETag", etag), ("Vary", "Accept-Encoding")]
        if not self.is_for_cdn:
            not_modified_headers.append(("Cache-Control", "public, no-cache"))
        headers = [(name, value) for name, value in self.headers if name.lower() not in OWN_HEADERS]
        headers += [*not_modified_headers, ("Content-Length", str(len(body)))]
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        return EncodedResponse(etag, headers, not_modified_headers, body)

    def send(self, environ: dict, start_response) -> list[bytes]:
        """Send it: as 304 where the reader has it already, without a body where only the head was asked for."""
        encoded = self.in_encoding(encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
        condition = environ.get("HTTP_IF_NONE_MATCH")
        is_modified = condition is None or not self.status.startswith("200") or not names_etag(condition, encoded.etag)
        headers = encoded.headers if is_modified else encoded.not_modified_headers
        if self.is_for_cdn:
            headers = [*headers, *self.cdn_headers()]
        if NGINX_ASKS in environ:
            # First: before 1.23 nginx heeds it only where it comes before Cache-Control.
            headers = [("X-Accel-Expires", f"@{math.floor(self.fresh_until) - 1}"), *headers]
        start_response(self.status if is_modified else NOT_MODIFIED, headers)
        return [encoded.body] if is_modified and environ["REQUEST_METHOD"] != "HEAD" else []

    def cdn_headers(self) -> Headers:
        """
        Return the headers that tell a CDN how long it may store the response, which is never longer than it is true.

        ``stale-if-error`` (RFC 5861) is as short as the rest: what is withdrawn does not live on because the server is
        down.
        """
        seconds = min(settings.CDN_SECONDS, max(0, math.floor(self.fresh_until - time.time())))
        policy = f"public, max-age=0, s-maxage={seconds}, stale-if-error={seconds}"
        return [("Cache-Control", policy), ("Surrogate-Key", SURROGATE_KEY), ("Cache-Tag", SURROGATE_KEY)]


def names_etag(condition: str, etag: str) -> bool:
    """Return whether an ``If-None-Match`` header names an entity tag (RFC 9110, 13.1.2)."""
    if condition.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in condition.split(","))
