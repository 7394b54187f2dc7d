"""
What the log does not say: what a reader searched for, and who asked.

Django and gunicorn log requests that fail with their address, and errors with their own text, which may repeat what was
asked for: a database quotes the words that it choked on.
"""

import logging
import re
import traceback

# The loggers whose records tell of single requests.
OF_REQUESTS = ("django.request", "django.security", "django.server", "gunicorn.error")
QUERY = re.compile(r"\?\S+")
# What gunicorn says of bytes that are no request, after which it quotes them: with the caller's address, and words.
NO_REQUEST = re.compile(r"(Invalid request) from ip=.*", re.DOTALL)


class Discreet(logging.Filter):
    """Takes query strings, addresses of callers and what they may have asked for out of records of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, those of requests without what they must not say."""
        if not record.name.startswith(OF_REQUESTS):
            return True
        message = record.getMessage()
        asked = QUERY.search(message) or has_query(record)
        record.msg, record.args = NO_REQUEST.sub(r"\1.", QUERY.sub("?…", message)), ()
        if asked and record.exc_info and record.exc_info[1]:
            record.exc_text = without_words(record.exc_info[1])
        return True


def has_query(record: logging.LogRecord) -> bool:
    """Return whether a record tells of a request with a query string."""
    request = getattr(record, "request", None)
    return bool(getattr(request, "META", {}).get("QUERY_STRING"))


def without_words(error: BaseException) -> str:
    """Return an error's traceback with its kind in place of its text, those before it first."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None:
        kind = f"{type(current).__module__}.{type(current).__qualname__}"
        parts.append("".join(traceback.format_tb(current.__traceback__)) + f"{kind} (its text is left out)")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n\nThen:\n".join(reversed(parts))
