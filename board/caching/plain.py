"""An answer of the application below, as it is before anybody has seen it."""

from collections.abc import Callable, Iterable

from .encodings import IDENTITY, ONCE_LEVEL, WORTH_IT, compress, encoding_for, is_compressible
from .kept import Headers

PRIVATE = ("private", "no-store")


class Plain:
    """Status, headers and body of an answer that was just made."""

    def __init__(self, application: Callable, environ: dict) -> None:
        self.status = ""
        self.headers: Headers = []
        # What an old application writes past its iterable; Django never does.
        self.written: list[bytes] = []
        self.parts = application(environ, self.start_response)

    def start_response(self, status: str, headers: Headers, exc_info=None) -> Callable:
        """Take status and headers, as a server does (PEP 3333)."""
        self.status, self.headers = status, headers
        return self.written.append

    def header(self, name: str) -> str:
        """Return a header's value, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_private(self) -> bool:
        """Say whether the answer is one person's, or says that nobody may keep it."""
        policy = self.header("cache-control").lower()
        return bool(self.header("set-cookie")) or any(word in policy for word in PRIVATE)

    @property
    def is_whole(self) -> bool:
        """Say whether the body is at hand, and not a file that is read while it is sent."""
        return not getattr(self.parts, "streaming", True)

    def body(self) -> bytes:
        """Return the whole body; the application is told that it is finished."""
        try:
            return b"".join([*self.written, *self.parts])
        finally:
            self.close()

    def close(self) -> None:
        """Tell the application that nobody wants more of it."""
        if hasattr(self.parts, "close"):
            self.parts.close()


def compressed(plain: Plain, environ: dict, start_response: Callable) -> Iterable[bytes]:
    """
    Send an answer, compressed where that is safe.

    One that sets a cookie may carry a secret, whose length a compressed body could give away beside words that an
    attacker chose (BREACH, CVE-2013-3587); it goes out as it is, as everything does for those who are signed in.
    """
    encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
    is_wanted = (
        plain.is_whole
        and encoding != IDENTITY
        and not plain.is_private
        and not plain.header("content-encoding")
        and is_compressible(plain.header("content-type"))
        and environ["REQUEST_METHOD"] == "GET"
    )
    if not is_wanted:
        start_response(plain.status, plain.headers)
        return plain.parts
    body = plain.body()
    headers = [(name, value) for name, value in plain.headers if name.lower() not in {"content-length", "vary"}]
    vary = ", ".join(filter(None, [plain.header("vary"), "Accept-Encoding"]))
    if len(body) >= WORTH_IT:
        body = compress(body, encoding, ONCE_LEVEL)
        headers.append(("Content-Encoding", encoding))
    start_response(plain.status, [*headers, ("Vary", vary), ("Content-Length", str(len(body)))])
    return [body]
