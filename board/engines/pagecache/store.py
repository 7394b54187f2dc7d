"""The store of one worker for one content version, and the cache keys that responses are stored under."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict

from .dependencies import ParameterRead
from .stored_response import StoredResponse

# Scheme, host and path.
PrimaryKey = tuple[str, str, str]
# The query parameters that were read while the response was generated, with their values.
SecondaryKey = tuple[tuple[ParameterRead, tuple[str, ...]], ...]
# ``None`` for a response that read, or may have read, the whole query.
ParametersRead = tuple[ParameterRead, ...] | None

MAX_HITS_FOR_PASS = 5000
MAX_VARIATIONS = 16


def secondary_key(parameters: Iterable[ParameterRead], query: QueryDict) -> SecondaryKey:
    """Return the parameters that were read, with their values in a query; those that it lacks count for nothing."""
    with_values = ((parameter, query.getlist(parameter.name)) for parameter in parameters)
    return tuple((read, tuple(values[-1:] if read.last else values)) for read, values in with_values if values)


def canonical_query(key: SecondaryKey) -> str:
    """Return the query string that has nothing but what was read."""
    by_name: dict[str, tuple[str, ...]] = {}
    for parameter, values in key:
        if not parameter.last or parameter.name not in by_name:
            by_name[parameter.name] = values
    return urlencode(by_name, doseq=True)


class ResponseStore:
    """
    Stored responses of one content version, the least recently used thrown away beyond ``limit`` bytes.

    ``variations`` are the sets of parameters that the responses of a primary key have read; ``hits_for_pass`` the keys
    whose responses are known not to be storable.
    """

    def __init__(self, version: str, limit: int) -> None:
        self.version = version
        self.limit = limit
        self.size = 0
        self.responses: OrderedDict[tuple[PrimaryKey, SecondaryKey], StoredResponse] = OrderedDict()
        self.variations: dict[PrimaryKey, list[tuple[ParameterRead, ...]]] = {}
        self.hits_for_pass: set[PrimaryKey] = set()
        self.lock = threading.Lock()

    def get(self, key: PrimaryKey, query: str) -> StoredResponse | None:
        """Return the response to a request, fresh or stale, or ``None``."""
        if not query:
            return self.get_variation(key, ())
        parsed = None
        for parameters in self.variations.get(key, ()):
            if parsed is None:
                parsed = QueryDict(query.encode("latin-1"))
            if response := self.get_variation(key, secondary_key(parameters, parsed)):
                return response
        return None

    def get_variation(self, primary: PrimaryKey, secondary: SecondaryKey) -> StoredResponse | None:
        """Return the response under both keys, which is then the most recently used, or ``None``."""
        key = (primary, secondary)
        response = self.responses.get(key)
        if response is not None:
            try:  # noqa: SIM105  # This is the path of every reader, and `suppress` costs as much as all of it.
                self.responses.move_to_end(key)
            except KeyError:
                pass  # Another thread has just thrown it away.
        return response

    def put(
        self, primary: PrimaryKey, secondary: SecondaryKey, parameters: ParametersRead, response: StoredResponse
    ) -> None:
        """Store a response that read ``parameters``, and found the values of ``secondary``."""
        if response.size > self.limit // 8:
            return
        with self.lock:
            variations = self.variations.get(primary, [])
            if parameters is not None and parameters not in variations:
                self.variations[primary] = [parameters, *variations][:MAX_VARIATIONS]
            previous = self.responses.pop((primary, secondary), None)
            self.size += response.size - (previous.size if previous else 0)
            self.responses[primary, secondary] = response
            while self.size > self.limit:
                self.size -= self.responses.popitem(last=False)[1].size

    def add_hit_for_pass(self, key: PrimaryKey) -> None:
        """Remember that the responses of a key are not storable, so that no request waits for another."""
        if len(self.hits_for_pass) >= MAX_HITS_FOR_PASS:
            self.hits_for_pass.clear()
        self.hits_for_pass.add(key)
