"""What a process remembers for as long as nothing that a reader could see has changed at all."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

T = TypeVar("T")

# The state of the whole site that the answer being made tells of: the content stamp as it was before its first query.
# None in the admin, in commands and in workers, which read everything from the database.
STATE: ContextVar[str | None] = ContextVar("board_stamps_state", default=None)
# More are a sign of a key that readers can choose.
MOST = 2000
# Every one of this process, for tests.
ALL_REMEMBERED: list["Remembered"] = []


class Remembered(Generic[T]):
    """
    Values for readers' pages, each read once in a process while the content stamp (``board.caching``) stays.

    Any write that a reader could see moves that stamp on, so nobody has to say what a value depends on; one that is
    dear to read and seldom changes is better off with a stamp of its own (``Memory``). Nobody changes what is
    remembered. What depends on the day has the day in its key.
    """

    def __init__(self) -> None:
        self.kept: tuple[str, dict[Hashable, T]] = ("", {})
        ALL_REMEMBERED.append(self)

    def values(self) -> dict[Hashable, T]:
        """Return what is known of the present state; outside readers' pages an empty dictionary that nobody keeps."""
        state = STATE.get()
        if state is None:
            return {}
        # Looked at once: another thread may put another state's in its place.
        kept = self.kept
        if kept[0] != state or len(kept[1]) > MOST:
            kept = self.kept = (state, {})
        return kept[1]

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """Return the value of a key, with ``read`` where it is not known."""
        values = self.values()
        value: Any = values.get(key, self)
        if value is self:
            value = values[key] = read()
        return value
