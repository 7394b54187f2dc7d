"""What a response depends on, noted while it is generated: the content version, the clock, and the query parameters."""

from contextvars import ContextVar
from typing import NamedTuple

from django.http import QueryDict

# The cache, which sees the request before Django does, hands over under this key what the middleware fills in.
ENVIRON_KEY = "pagecache.dependencies"


class ParameterRead(NamedTuple):
    """A query parameter that was read: its ``last`` value alone, or all of them."""

    name: str
    last: bool


class ResponseDependencies:
    """
    What a response depends on that is generated from the content of ``version``.

    ``expires`` is the moment from which it is no longer true, in seconds since 1970, or ``None``. ``parameters`` are
    those that were read, each once and in that order; ``None`` when all were, or may have been. ``is_storable`` is set
    once the response is known to be complete and without cookies.
    """

    def __init__(self, version: str | None = None) -> None:
        self.version = version
        self.expires: float | None = None
        self.parameters: dict[ParameterRead, None] | None = {}
        self.is_storable = False

    def expire_at(self, seconds: float) -> None:
        """Note a moment, in seconds since 1970, from which the response is no longer true; the earliest counts."""
        self.expires = seconds if self.expires is None else min(self.expires, seconds)


# Of the response that this thread generates, if any.
CURRENT: ContextVar[ResponseDependencies | None] = ContextVar("pagecache_dependencies", default=None)


def current_version() -> str | None:
    """
    Return the content version of the response that this thread generates, as it was before its first query.

    ``None`` in the admin, in commands and in workers, which read everything from the database.
    """
    dependencies = CURRENT.get()
    return None if dependencies is None else dependencies.version


class TrackingQueryDict(QueryDict):
    """The query parameters of a request, which note what is read of them."""

    dependencies: ResponseDependencies | None = None

    def note(self, name: str, *, last: bool) -> None:
        """Note that a parameter was read."""
        if self.dependencies is not None and self.dependencies.parameters is not None:
            self.dependencies.parameters.setdefault(ParameterRead(name, last))

    def note_all(self) -> None:
        """Note that every parameter was read, or may have been."""
        if self.dependencies is not None:
            self.dependencies.parameters = None

    def __getitem__(self, key):
        self.note(key, last=True)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.note(key, last=True)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self.note(key, last=False)
        return super().getlist(key, default)

    def __contains__(self, key) -> bool:
        self.note(key, last=False)
        return super().__contains__(key)


def reading_all(name: str):
    """Return a method of a ``QueryDict`` that notes that every parameter is read."""
    method = getattr(QueryDict, name)

    def tracked(self, *args, **kwargs):
        self.note_all()
        return method(self, *args, **kwargs)

    tracked.__name__, tracked.__doc__ = name, method.__doc__
    return tracked


READS_ALL = (
    "__iter__",
    "__len__",
    "__eq__",
    "__reversed__",
    "__copy__",
    "__deepcopy__",
    "__or__",
    "__ror__",
    "__repr__",
)
for _name in (*READS_ALL, "copy", "dict", "items", "keys", "lists", "urlencode", "values"):
    setattr(TrackingQueryDict, _name, reading_all(_name))
