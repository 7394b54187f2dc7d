"""
The page cache: a WSGI application around Django's (PEP 3333), for readers who are not signed in.

A stored response costs neither the database nor a template. It is sent while the content version is the one from before
its generation; every write that a reader could see renews that version (``invalidation``).
"""

import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from .coalescing import RequestCoalescer
from .content_version import get_content_version
from .shared_store import SharedStore
from .statistics import STATISTICS
from .store import PrimaryKey, ResponseStore, canonical_query
from .stored_response import StoredResponse
from .upstream import UpstreamResponse

# The version before the first is read.
NO_VERSION = "nothing"
# How often a page is fetched at most while content changes, and how long after its commit a version is renewed.
MAX_FETCHES = 4
RENEWAL_SECONDS = 0.02
# How long a host sends what it has stored while a database that holds the version does not answer.
UNCONFIRMED_SECONDS = 600
# At the end of a host's name, before its port.
FULL_STOP = re.compile(r"\.(?=(?::\d*)?$)")
# A range, or a 304 because one reader has the page, would be no response for others.
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")

Response = StoredResponse | UpstreamResponse


@lru_cache(maxsize=512)
def normalised_host(host: str) -> str:
    """Return the host that a ``Host`` header means, with its port: no capitals, no full stop at the end."""
    return FULL_STOP.sub("", host.lower())


def normalise(environ: dict) -> None:
    """
    Remove from a request what has no meaning, or says the same in another way.

    A request without a body has no type of it either; Django would read the address in the character set that such a
    type names.
    """
    if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
        environ.pop("CONTENT_TYPE", None)
    if host := environ.get("HTTP_HOST"):
        environ["HTTP_HOST"] = normalised_host(host)


def has_known_port(environ: dict) -> bool:
    """Return whether the ``Host`` header names a port that readers use: there are 65,000 others for one page."""
    port = environ.get("HTTP_HOST", "").rpartition(":")[2]
    known = {"80", "443", environ.get("SERVER_PORT"), str(urlsplit(settings.BASE_URL).port)}
    return not port.isdigit() or port in known


class PageCache:
    """Looks up the response to a request; fetches it from the application, and stores it, where there is none."""

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.content_version = get_content_version()
        self.limit = settings.PAGE_CACHE_MB * 1024**2
        folder = Path(settings.PAGE_CACHE_DIR)
        self.shared_store = None if self.content_version.in_database else SharedStore(folder, self.limit)
        self.coalescer = RequestCoalescer(folder / "turns")
        self.store = ResponseStore(NO_VERSION, self.limit)
        self.confirmed_at = 0.0
        self.cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        self.never = tuple(settings.PAGE_CACHE_NEVER)
        self.stores_nothing = settings.PAGE_CACHE_SECONDS <= 0

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Send a fresh stored response if there is one; otherwise pass the request, or fetch the response once."""
        normalise(environ)
        if self.is_personal(environ):
            return self.application(environ, start_response)
        store = self.current_store()
        if store is None:
            return self.pass_on(environ, None).send(environ, start_response)
        key = (environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""))
        query = environ.get("QUERY_STRING", "")
        try:
            response = store.get(key, query)
        except TooManyFieldsSent:  # Django refuses it.
            return self.pass_on(environ, None).send(environ, start_response)
        if response is not None and response.is_fresh:
            STATISTICS.hits += 1
            return response.send(environ, start_response)
        if self.must_pass(environ, store, key):
            return self.pass_on(environ, store.version).send(environ, start_response)
        with self.coalescer.one_at_a_time((key, query), across_processes=not query):
            return self.lookup_or_fetch(environ, key, query).send(environ, start_response)

    def is_personal(self, environ: dict) -> bool:
        """
        Return whether the response may be for one person alone, or is not for this cache: it passes untouched.

        A cookie whose name is part of another's counts too, and so does one with blanks around it, which Django strips.
        Under ``SCRIPT_NAME``, which some servers take from a header, all addresses on a page are different.
        """
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return True
        if "HTTP_AUTHORIZATION" in environ or environ.get("SCRIPT_NAME"):
            return True
        if environ.get("PATH_INFO", "").startswith(self.never):
            return True
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self.cookies)

    def must_pass(self, environ: dict, store: ResponseStore, key: PrimaryKey) -> bool:
        """Return whether the response to a request is never stored, so that it need not wait for another one."""
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        return self.stores_nothing or is_head or key in store.hits_for_pass or not has_known_port(environ)

    def pass_on(self, environ: dict, version: str | None) -> UpstreamResponse:
        """Return the response of the application, which is not stored."""
        STATISTICS.passes += 1
        return UpstreamResponse(self.application, environ, version)

    def current_store(self) -> ResponseStore | None:
        """
        Return the store of the current content version, ``None`` where the version can't be known.

        While a database that holds the version is away nothing can be published through it; another host might still
        reach it, so the last store is used for a limited time.
        """
        version = self.content_version.read()
        if version is None:
            age = time.monotonic() - self.confirmed_at
            return self.store if age < UNCONFIRMED_SECONDS else None
        self.confirmed_at = time.monotonic()
        store = self.store
        if store.version != version:
            store = self.store = ResponseStore(version, self.limit)
            STATISTICS.store = store
            if self.shared_store:
                self.shared_store.sweep(version)
        return store

    def lookup_or_fetch(self, environ: dict, key: PrimaryKey, query: str) -> Response:
        """Return what another request has stored by now; otherwise fetch the response and store it if possible."""
        # The version is read here, before anything that goes into the response.
        store = self.current_store()
        if store is None:
            return self.pass_on(environ, None)
        response = self.lookup(store, key, query)
        if response is not None and response.is_fresh:
            STATISTICS.hits += 1
            return response
        STATISTICS.misses += 1
        store, fetched = self.fetch(environ, store)
        if fetched.is_server_error and (stale := store.get(key, query)) is not None:
            # Nothing was published since. The last complete page helps a reader more than an error.
            fetched.close()
            return stale
        return self.store_or_pass(environ, store, key, query, fetched)

    def lookup(self, store: ResponseStore, key: PrimaryKey, query: str) -> StoredResponse | None:
        """Return a stored response, fresh if there is one; without a query also one that another process stored."""
        response = store.get(key, query)
        if query or self.shared_store is None or (response is not None and response.is_fresh):
            return response
        shared = self.shared_store.get(store.version, key)
        if shared is None:
            return response
        response, parameters = shared
        store.put(key, (), parameters, response)
        return response

    def fetch(self, environ: dict, store: ResponseStore) -> tuple[ResponseStore, UpstreamResponse]:
        """
        Return the response of the application, of one content version, and the store of that version.

        Generating a page takes several queries. Where something was published between two of them it is fetched again.
        """
        unconditional = {name: value for name, value in environ.items() if name not in CONDITIONS}
        for _ in range(MAX_FETCHES - 1):
            response = UpstreamResponse(self.application, unconditional, store.version)
            if not response.is_complete or not self.has_changed_since(store.version):
                return store, response
            if (newer := self.current_store()) is None:
                return store, response
            response.close()
            store = newer
        return store, UpstreamResponse(self.application, unconditional, store.version)

    def has_changed_since(self, version: str) -> bool:
        """
        Return whether anything was published since a version was read.

        A version in a file is renewed an instant after the commit, so during a write that instant is waited for.
        """
        deadline = time.monotonic() + RENEWAL_SECONDS
        while True:
            # First: a writer renews the version before its write is over.
            is_being_written = self.content_version.is_being_written()
            if self.content_version.read() != version:
                return True
            if not is_being_written or time.monotonic() > deadline:
                return False
            time.sleep(RENEWAL_SECONDS / 10)

    def store_or_pass(
        self, environ: dict, store: ResponseStore, key: PrimaryKey, query: str, fetched: UpstreamResponse
    ) -> Response:
        """Return a fetched response, stored if every reader may have it."""
        if not fetched.is_storable(query):
            if not query and not fetched.is_server_error and fetched.dependencies.expires is None:
                store.add_hit_for_pass(key)
            return fetched
        selected = fetched.secondary_key(query)
        if any(read.name in settings.PAGE_CACHE_PRIVATE_PARAMETERS and any(values) for read, values in selected):
            return fetched
        if {read.name for read, _ in selected} != set(QueryDict(query.encode("latin-1"))):
            # Fetched once more without the parameters that nothing reads: none of them can then be in what others get.
            fetched.close()
            query = canonical_query(selected)
            store, fetched = self.fetch({**environ, "QUERY_STRING": query}, store)
            if not fetched.is_storable(query):
                return fetched
        return self.store_response(store, key, query, fetched)

    def store_response(
        self, store: ResponseStore, key: PrimaryKey, query: str, fetched: UpstreamResponse
    ) -> StoredResponse:
        """Store a fetched response, for the other processes too if it depends on no query."""
        secondary, parameters = fetched.secondary_key(query), fetched.parameters
        expires = fetched.dependencies.expires
        response = StoredResponse(fetched.status, fetched.headers, fetched.body(), time.time(), expires)
        store.put(key, secondary, parameters, response)
        if self.shared_store and not secondary:
            self.shared_store.put(store.version, key, parameters, response)
        return response


def with_page_cache(application: Callable) -> Callable:
    """Return an application with the page cache around it, or as it is where ``PAGE_CACHE`` is off."""
    return PageCache(application) if settings.PAGE_CACHE else application
