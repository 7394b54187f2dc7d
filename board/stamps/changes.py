"""Noting a change, and asking whether there was one."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from .models import Stamp
from .remembered import Remembered

Tokens = frozenset[uuid.UUID]
State = Mapping[str, Tokens]
TOKENS: Remembered[State] = Remembered()


@transaction.atomic
def note_change(name: str) -> None:
    """
    Renew a stamp within the transaction that changes what it stands for.

    No writer waits for another, so two that touch pages in different orders can't block each other here: a row that
    another transaction holds is passed over, and where none is free there will be one more.
    """
    free = Stamp.objects.select_for_update(skip_locked=True).filter(name=name).values_list("pk", flat=True).first()
    if free is None:
        Stamp.objects.create(name=name)
    else:
        Stamp.objects.filter(pk=free).update(token=uuid.uuid4())


def read_tokens() -> State:
    """Return the tokens of every stamp by its name, read from the database."""
    tokens: dict[str, set[uuid.UUID]] = {}
    for name, token in Stamp.objects.values_list("name", "token"):
        tokens.setdefault(name, set()).add(token)
    return {name: frozenset(found) for name, found in tokens.items()}


def current_state(request=None) -> State:
    """Return the tokens of every stamp by its name, in at most one query for each request (or call without one)."""
    state = getattr(request, "_stamps", None)
    if state is None:
        state = TOKENS.get((), read_tokens)
        if request is not None:
            request._stamps = state  # noqa: SLF001  # As Wagtail keeps the Site on the request.
    return state
