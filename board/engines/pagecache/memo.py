"""Values that a process keeps for as long as the content version stays the same."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from .dependencies import current_version

T = TypeVar("T")

# More are a sign of a key that readers can choose.
MAX_VALUES = 2000
# Every memo of this process, for tests.
MEMOS: list["Memo"] = []


class Memo(Generic[T]):
    """
    Values for readers' pages, each read once in a process while the content version stays the same.

    Any write that a reader could see renews that version, so nothing has to declare what a value depends on. The values
    are shared by all threads and must not be changed. What depends on the day has the day in its key.
    """

    def __init__(self) -> None:
        self.memoised: tuple[str, dict[Hashable, T]] = ("", {})
        MEMOS.append(self)

    def values(self) -> dict[Hashable, T]:
        """Return what is known of the current version; outside readers' pages a new empty dictionary."""
        version = current_version()
        if version is None:
            return {}
        # Looked at once: another thread may put another version's values in its place.
        memoised = self.memoised
        if memoised[0] != version or len(memoised[1]) > MAX_VALUES:
            memoised = self.memoised = (version, {})
        return memoised[1]

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """Return the value of a key, from ``read`` where it is not known."""
        values = self.values()
        value: Any = values.get(key, self)
        if value is self:
            value = values[key] = read()
        return value

    def clear(self) -> None:
        """Forget every value."""
        self.memoised = ("", {})
