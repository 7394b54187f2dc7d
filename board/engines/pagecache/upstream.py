"""A response of the application behind the cache, as it comes from there."""

import time
from collections.abc import Callable, Iterable

from django.http import QueryDict

from .dependencies import ENVIRON_KEY, ResponseDependencies
from .encodings import IDENTITY, MIN_COMPRESSED_BYTES, ONCE_LEVEL, compress, encoding_for, is_compressible
from .store import ParametersRead, SecondaryKey, secondary_key
from .stored_response import Headers

PRIVATE = ("private", "no-store")
# Notices at the addresses of withdrawn pages are requested as often as pages; no other status is stored.
STORABLE_STATUS = ("200 ", "410 ")
MAX_QUERY_LENGTH = 500


class UpstreamResponse:
    """
    Status, headers and body of a response that was just generated, and what it depends on.

    ``version`` is the content version from before that, ``None`` where it is unknown.
    """

    def __init__(self, application: Callable, environ: dict, version: str | None) -> None:
        self.status = ""
        self.headers: Headers = []
        # What an old application writes past its iterable; Django never does.
        self.written: list[bytes] = []
        self.dependencies = ResponseDependencies(version)
        self.chunks = application({**environ, ENVIRON_KEY: self.dependencies}, self.start_response)

    def start_response(self, status: str, headers: Headers, exc_info=None) -> Callable:
        """Take status and headers, as a server does (PEP 3333)."""
        self.status, self.headers = status, headers
        return self.written.append

    def header(self, name: str) -> str:
        """Return a header's value, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_server_error(self) -> bool:
        """Return whether the application failed."""
        return self.status.startswith("5")

    @property
    def is_private(self) -> bool:
        """Return whether the response is for one person, or forbids storing."""
        policy = self.header("cache-control").lower()
        return bool(self.header("set-cookie")) or any(word in policy for word in PRIVATE)

    @property
    def is_complete(self) -> bool:
        """Return whether the body is at hand, and not a file that is read while it is sent."""
        return not getattr(self.chunks, "streaming", True)

    @property
    def parameters(self) -> ParametersRead:
        """Return the query parameters that were read, ``None`` for all there could be."""
        return None if self.dependencies.parameters is None else tuple(self.dependencies.parameters)

    def is_storable(self, query: str) -> bool:
        """Return whether the response to a request with this query string is the same for every reader."""
        if not self.dependencies.is_storable or not self.status.startswith(STORABLE_STATUS) or self.is_private:
            return False
        if self.dependencies.expires is not None and self.dependencies.expires <= time.time():
            return False
        return not query or (self.parameters is not None and len(query) <= MAX_QUERY_LENGTH)

    def secondary_key(self, query: str) -> SecondaryKey:
        """Return what was read of a query string."""
        return secondary_key(self.parameters or (), QueryDict(query.encode("latin-1")))

    def body(self) -> bytes:
        """Return the whole body and close the response."""
        try:
            return b"".join([*self.written, *self.chunks])
        finally:
            self.close()

    def close(self) -> None:
        """Tell the application that no more of it will be read."""
        if hasattr(self.chunks, "close"):
            self.chunks.close()

    def send(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """
        Send it, compressed where that is safe.

        One that sets a cookie may carry a secret, whose length a compressed body could give away beside words that an
        attacker chose (BREACH, CVE-2013-3587); it is sent as it is, as everything is for those who are signed in.
        """
        encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        is_worth_compressing = (
            self.is_complete
            and encoding != IDENTITY
            and not self.is_private
            and not self.header("content-encoding")
            and is_compressible(self.header("content-type"))
            and environ["REQUEST_METHOD"] == "GET"
        )
        if not is_worth_compressing:
            start_response(self.status, self.headers)
            return self.chunks
        body = self.body()
        headers = [(name, value) for name, value in self.headers if name.lower() not in {"content-length", "vary"}]
        vary = ", ".join(filter(None, [self.header("vary"), "Accept-Encoding"]))
        if len(body) >= MIN_COMPRESSED_BYTES:
            body = compress(body, encoding, ONCE_LEVEL)
            headers.append(("Content-Encoding", encoding))
        start_response(self.status, [*headers, ("Vary", vary), ("Content-Length", str(len(body)))])
        return [body]
