"""
Versions of single things in the database, each under a name, and memos that are keyed to one of them.

The content version says that something changed; a named version says what. A process keeps a memo of something that is
costly to read and seldom changes for as long as its named version stays the same.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from django.db import transaction

from .memo import Memo
from .models import VersionToken

T = TypeVar("T")
Tokens = frozenset[uuid.UUID]
Versions = Mapping[str, Tokens]

VERSIONS: Memo[Versions] = Memo()
# Every memo of this process, for ``renew_stamps`` and for tests.
NAMED_VERSION_MEMOS: list["NamedVersionMemo"] = []


@transaction.atomic
def renew_version(name: str) -> None:
    """
    Renew a version within the transaction that changes what it stands for.

    No writer waits for another, so two that touch pages in different orders can't block each other here: a row that
    another transaction holds is passed over, and where none is free one more is added.
    """
    tokens = VersionToken.objects.select_for_update(skip_locked=True).filter(name=name)
    free = tokens.values_list("pk", flat=True).first()
    if free is None:
        VersionToken.objects.create(name=name)
    else:
        VersionToken.objects.filter(pk=free).update(token=uuid.uuid4())


def read_versions() -> Versions:
    """Return the tokens of every version by its name, read from the database."""
    tokens: dict[str, set[uuid.UUID]] = {}
    for name, token in VersionToken.objects.values_list("name", "token"):
        tokens.setdefault(name, set()).add(token)
    return {name: frozenset(its_tokens) for name, its_tokens in tokens.items()}


def current_versions(request=None) -> Versions:
    """Return the tokens of every version by its name, with at most one query for each request (or call without one)."""
    versions = getattr(request, "_pagecache_versions", None)
    if versions is None:
        versions = VERSIONS.get((), read_versions)
        if request is not None:
            request._pagecache_versions = versions  # noqa: SLF001  # As Wagtail keeps the Site on the request.
    return versions


class NamedVersionMemo(Generic[T]):
    """
    Hold one value for each key until the version ``name`` is renewed.

    The version is read before the value: a change that commits between the two leads to a second reading, and is never
    missed.
    """

    def __init__(self, name: str, read: Callable[[int], T]) -> None:
        self.name = name
        self.read = read
        self.memoised: dict[int, tuple[Tokens, T]] = {}
        NAMED_VERSION_MEMOS.append(self)

    def get(self, key: int, request=None) -> T:
        """Return the value of a key; ``request`` holds the versions, so that they are read once for it."""
        version = current_versions(request).get(self.name, frozenset())
        entry = self.memoised.get(key)
        if entry and entry[0] == version:
            return entry[1]
        value = self.read(key)
        self.memoised[key] = (version, value)
        return value

    def clear(self) -> None:
        """Forget every value."""
        self.memoised.clear()
