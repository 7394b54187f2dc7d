"""What a process remembers of the database until a stamp says that it has changed."""

from collections.abc import Callable
from typing import Generic, TypeVar

from .changes import Tokens, current_state
from .remembered import ALL_REMEMBERED

T = TypeVar("T")

# Every memory of this process, for tests.
MEMORIES: list["Memory"] = []


class Memory(Generic[T]):
    """
    Remembers one value for each key, read anew after the stamp ``name`` was renewed.

    The stamp is read before the value: a change that commits between the two is then read again later, never missed.
    """

    def __init__(self, name: str, read: Callable[[int], T]) -> None:
        self.name = name
        self.read = read
        self.kept: dict[int, tuple[Tokens, T]] = {}
        MEMORIES.append(self)

    def get(self, key: int, request=None) -> T:
        """Return the value of a key; ``request`` keeps the state of the stamps, so that it is asked for once."""
        state = current_state(request).get(self.name, frozenset())
        remembered = self.kept.get(key)
        if remembered and remembered[0] == state:
            return remembered[1]
        value = self.read(key)
        self.kept[key] = (state, value)
        return value


def forget_everything() -> None:
    """Empty every memory of this process."""
    for memory in MEMORIES:
        memory.kept.clear()
    for remembered in ALL_REMEMBERED:
        remembered.kept = ("", {})
