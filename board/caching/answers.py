"""What becomes known of an answer while it is made: until when it is true, and what of the address it depends on."""

from contextvars import ContextVar
from typing import NamedTuple

from django.http import QueryDict


class Read(NamedTuple):
    """A parameter of the address that was looked at: its ``last`` value, or all of them."""

    name: str
    last: bool


class Answer:
    """
    An answer that is being made, of the state of the site under ``stamp``.

    ``expires`` is when it stops being true, in seconds since 1970, or ``None``. ``reads`` are the parameters that were
    looked at, each once and in that order; ``None`` when all were.
    """

    def __init__(self, stamp: str | None = None) -> None:
        self.stamp = stamp
        self.expires: float | None = None
        self.reads: dict[Read, None] | None = {}
        self.may_be_kept = False

    def is_true_until(self, seconds: float) -> None:
        """Note that the answer will be another from a moment on, in seconds since 1970."""
        self.expires = seconds if self.expires is None else min(self.expires, seconds)


# The answer that this thread is making, if any.
CURRENT: ContextVar[Answer | None] = ContextVar("board_caching_answer", default=None)


class WatchedQuery(QueryDict):
    """The parameters of an address, which note what is read of them."""

    answer: Answer | None = None

    def note(self, name: str, *, last: bool) -> None:
        """Note that a parameter was looked at."""
        if self.answer is not None and self.answer.reads is not None:
            self.answer.reads.setdefault(Read(name, last))

    def note_all(self) -> None:
        """Note that every parameter was looked at, or may have been."""
        if self.answer is not None:
            self.answer.reads = None

    def __getitem__(self, key):
        """Return the last value of a parameter."""
        self.note(key, last=True)
        return super().__getitem__(key)

    def get(self, key, default=None):
        """Return the last value of a parameter, or the default."""
        self.note(key, last=True)
        return super().get(key, default)

    def getlist(self, key, default=None):
        """Return all values of a parameter."""
        self.note(key, last=False)
        return super().getlist(key, default)

    def __contains__(self, key) -> bool:
        """Say whether there is a parameter of this name."""
        self.note(key, last=False)
        return super().__contains__(key)


def reading_all(name: str):
    """Return a method of a QueryDict that notes that all of it is read."""
    method = getattr(QueryDict, name)

    def watched(self, *args, **kwargs):
        self.note_all()
        return method(self, *args, **kwargs)

    watched.__name__, watched.__doc__ = name, method.__doc__
    return watched


READ_WHOLE = (
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
for _name in (*READ_WHOLE, "copy", "dict", "items", "keys", "lists", "urlencode", "values"):
    setattr(WatchedQuery, _name, reading_all(_name))
