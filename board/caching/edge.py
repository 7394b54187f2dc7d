"""
The page cache around Django's application (PEP 3333): whole answers for readers who are nobody in particular.

A kept answer costs Django nothing, so neither the database nor a template. It is sent while the content stamp is the
one that was read before it was made; whatever changes what a reader could see moves the stamp on (``watching``).
"""

import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from .answers import Answer
from .counts import COUNTS
from .files import Files
from .kept import Kept
from .middleware import ENVIRON_KEY
from .plain import Plain, compressed
from .shelf import Place, Shelf, Values, canonical, values_of
from .stamp import get_stamp
from .turns import Turns

logger = logging.getLogger(__name__)

# Answers to addresses of withdrawn pages are as much asked for as pages; others than these are never kept.
KEPT_STATUS = ("200 ", "410 ")
LONGEST_QUERY = 500
NOBODY_YET = "nothing"
# How often a page is made at most before it is sent as it came, and how long after its commit a stamp has moved on.
TRIES = 3
AN_INSTANT = 0.02
# At the end of a host's name, before its port.
FULL_STOP = re.compile(r"\.(?=(?::\d*)?$)")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")


@dataclass
class Made:
    """What Django answered, what that depends on, and the shelf of the state of the site that it tells of."""

    shelf: Shelf
    answer: Answer
    plain: Plain

    def may_be_kept(self, query: str) -> bool:
        """Say whether the answer to an address with this query string is everybody's."""
        if not self.answer.may_be_kept or not self.plain.status.startswith(KEPT_STATUS) or self.plain.is_private:
            return False
        if self.answer.expires is not None and self.answer.expires <= time.time():
            return False
        return not query or (self.answer.reads is not None and len(query) <= LONGEST_QUERY)

    def values(self, query: str) -> Values:
        """Return what of a query string was read."""
        return values_of(self.answer.reads or (), QueryDict(query.encode("latin-1")))


@lru_cache(maxsize=512)
def meant(host: str) -> str:
    """Return the name of a host as a Host header means it, with its port: no capitals, no full stop at the end."""
    return FULL_STOP.sub("", host.lower())


def put_as_meant(environ: dict) -> None:
    """
    Take out of a request what says the same in another way, or nothing at all.

    What has no body has no type of it either; Django would read the address in the character set that such a type
    names.
    """
    if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
        environ.pop("CONTENT_TYPE", None)
    if host := environ.get("HTTP_HOST"):
        environ["HTTP_HOST"] = meant(host)


def is_ours(environ: dict) -> bool:
    """Say whether the Host header names a port that readers use: there are 65,000 others for one page."""
    port = environ.get("HTTP_HOST", "").rpartition(":")[2]
    known = {"80", "443", environ.get("SERVER_PORT"), str(urlsplit(settings.BASE_URL).port)}
    return not port.isdigit() or port in known


class PageCache:
    """A WSGI application that answers from what it keeps, or asks the application below."""

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.stamp = get_stamp()
        self.limit = settings.PAGE_CACHE_MB * 1024**2
        folder = Path(settings.PAGE_CACHE_DIR)
        self.files = None if self.stamp.in_database else Files(folder, self.limit)
        self.turns = Turns(folder / "turns")
        self.shelf = Shelf(NOBODY_YET, self.limit)
        self.known_at = 0.0
        self.cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        self.never = tuple(settings.PAGE_CACHE_NEVER)
        self.keeps_nothing = settings.PAGE_CACHE_SECONDS <= 0

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer a request."""
        put_as_meant(environ)
        if self.is_personal(environ):
            return self.application(environ, start_response)
        shelf = self.current_shelf()
        if shelf is None:
            return self.plain(environ, start_response, None)
        place = (environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""))
        query = environ.get("QUERY_STRING", "")
        try:
            kept = shelf.find(place, query)
        except TooManyFieldsSent:
            return self.plain(environ, start_response, None)
        if kept is not None and kept.until > time.time():
            COUNTS.answered += 1
            return kept.send(environ, start_response)
        if self.keeps_nothing or environ["REQUEST_METHOD"] == "HEAD" or place in shelf.passing or not is_ours(environ):
            return self.plain(environ, start_response, shelf.stamp)
        return self.make(environ, start_response, place)

    def is_personal(self, environ: dict) -> bool:
        """
        Say whether an answer may be for this one person alone, or is none of ours: it passes untouched.

        A cookie whose name is a part of another's counts too, and so does one with blanks around it, which Django takes
        away. Under ``SCRIPT_NAME``, which some servers take from a header, all addresses on a page are others.
        """
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return True
        if "HTTP_AUTHORIZATION" in environ or environ.get("SCRIPT_NAME"):
            return True
        if environ.get("PATH_INFO", "").startswith(self.never):
            return True
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self.cookies)

    def current_shelf(self) -> Shelf | None:
        """
        Return what is kept under the stamp as it is now, ``None`` where that can't be known.

        While a database that holds the stamp is away nothing can be published through it; another host might still
        reach it, so what is kept here goes on for a bounded time.
        """
        stamp = self.stamp.read()
        if stamp is None:
            age = time.monotonic() - self.known_at
            return self.shelf if age < settings.PAGE_CACHE_UNCONFIRMED_SECONDS else None
        self.known_at = time.monotonic()
        shelf = self.shelf
        if shelf.stamp != stamp:
            shelf = self.shelf = Shelf(stamp, self.limit)
            COUNTS.shelf = shelf
            if self.files:
                self.files.sweep(stamp)
        return shelf

    def make(self, environ: dict, start_response, place: Place) -> Iterable[bytes]:
        """Answer with what is made now, by one of all who want it."""
        query = environ.get("QUERY_STRING", "")
        with self.turns.turn((place, query), beyond_process=not query):
            # The stamp is read here, before anything that goes into the answer.
            shelf = self.current_shelf()
            if shelf is None:
                return self.plain(environ, start_response, None)
            found = shelf.find(place, query)
            if not query and (found is None or found.until <= time.time()):
                found = self.shared(shelf, place) or found
            if found is not None and found.until > time.time():
                COUNTS.answered += 1
                return found.send(environ, start_response)
            COUNTS.made += 1
            made = self.ask_in_one_state(environ, shelf)
            if made.plain.status.startswith("5") and (last := made.shelf.find(place, query)) is not None:
                # Nothing was published since. The last complete page helps a reader more than an error.
                made.plain.close()
                return last.send(environ, start_response)
            return self.keep_or_pass(environ, start_response, place, made)

    def ask_in_one_state(self, environ: dict, shelf: Shelf) -> Made:
        """
        Return what Django answers without a change in the middle, and the shelf of the state that it tells of.

        Making a page takes several queries. Where something was published between two of them it is made again.
        """
        for _ in range(TRIES):
            answer, plain = self.ask(environ, shelf.stamp)
            if not plain.is_whole or not self.has_moved(shelf.stamp):
                break
            if (newer := self.current_shelf()) is None:
                break
            plain.close()
            shelf = newer
        else:
            answer, plain = self.ask(environ, shelf.stamp)
        return Made(shelf, answer, plain)

    def has_moved(self, stamp: str) -> bool:
        """
        Say whether anything was published since the stamp was read.

        A stamp in a file follows its commit after an instant, so while somebody is writing that instant is waited for.
        """
        deadline = time.monotonic() + AN_INSTANT
        while True:
            is_busy = self.stamp.is_busy()  # First: a writer moves the stamp on before it is busy no more.
            if self.stamp.read() != stamp:
                return True
            if not is_busy or time.monotonic() > deadline:
                return False
            time.sleep(AN_INSTANT / 10)

    def keep_or_pass(self, environ: dict, start_response, place: Place, made: Made) -> Iterable[bytes]:
        """Send an answer, kept where it may be."""
        query = environ.get("QUERY_STRING", "")
        if not made.may_be_kept(query):
            if not query and not made.plain.status.startswith("5") and made.answer.expires is None:
                made.shelf.let_pass(place)
            return compressed(made.plain, environ, start_response)
        parameters = QueryDict(query.encode("latin-1"))
        values = made.values(query)
        if any(read.name in settings.PAGE_CACHE_PRIVATE_PARAMETERS and any(found) for read, found in values):
            return compressed(made.plain, environ, start_response)
        if {read.name for read, _ in values} != set(parameters):
            # Made once more without what nobody reads: nothing of it can then be in what others get.
            made.plain.close()
            query = canonical(values)
            made = self.ask_in_one_state({**environ, "QUERY_STRING": query}, made.shelf)
            if not made.may_be_kept(query):
                return compressed(made.plain, environ, start_response)
            values = made.values(query)
        answer, plain = made.answer, made.plain
        reads = None if answer.reads is None else tuple(answer.reads)
        kept = Kept(plain.status, plain.headers, plain.body(), time.time(), answer.expires)
        made.shelf.keep(place, reads, values, kept)
        if self.files and not values:
            self.files.store(made.shelf.stamp, place, kept, reads)
        return kept.send(environ, start_response)

    def shared(self, shelf: Shelf, place: Place) -> Kept | None:
        """Return an answer without parameters that another process of this host has made under the same stamp."""
        found = self.files.load(shelf.stamp, place) if self.files else None
        if found is None:
            return None
        kept, reads = found
        shelf.keep(place, reads, (), kept)
        return kept

    def ask(self, environ: dict, stamp: str) -> tuple[Answer, Plain]:
        """Return what Django answers, and what that depends on; ``stamp`` was read before."""
        answer = Answer(stamp)
        # A part, or nothing because the reader has it, would be no answer for others.
        whole = {name: value for name, value in environ.items() if name not in CONDITIONS}
        return answer, Plain(self.application, {**whole, ENVIRON_KEY: answer})

    def plain(self, environ: dict, start_response, stamp: str | None) -> Iterable[bytes]:
        """Answer with what Django answers, compressed and not kept."""
        COUNTS.passed += 1
        plain = Plain(self.application, {**environ, ENVIRON_KEY: Answer(stamp)})
        return compressed(plain, environ, start_response)


def cached(application: Callable) -> Callable:
    """Return an application with the page cache around it, or as it is where ``PAGE_CACHE`` is off."""
    return PageCache(application) if settings.PAGE_CACHE else application
