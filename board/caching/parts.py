"""Parts of pages that are the same on many of them, made once for each state of the site."""

import time
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from django.db import models

from board.stamps.remembered import Remembered

from .answers import CURRENT, Answer


class Part(NamedTuple):
    """A part as it is sent, and when it stops being true, in seconds since 1970, or ``None``."""

    html: str
    expires: float | None


PARTS: Remembered[Part] = Remembered()


def part(key: Hashable, make: Callable[[], str]) -> str:
    """
    Return the part of a key, with ``make`` where it is not known or not true any more.

    A page that holds it is true no longer than the part is, whichever page it was made for.
    """
    found = PARTS.get(key, lambda: read(make))
    if found.expires is not None and found.expires <= time.time():
        PARTS.values().pop(key, None)
        found = PARTS.get(key, lambda: read(make))
    if found.expires is not None and (answer := CURRENT.get()):
        answer.is_true_until(found.expires)
    return found.html


def read(make: Callable[[], str]) -> Part:
    """Make a part, noting apart from the page around it until when it is true."""
    token = CURRENT.set(answer := Answer())
    try:
        return Part(make(), answer.expires)
    finally:
        CURRENT.reset(token)


def key_of(value: Any) -> Hashable:
    """Return what stands for a value in a key: its row for an object of the database, what it holds for a list."""
    if isinstance(value, models.Model):
        return value._meta.label, value.pk
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(key_of(each) for each in value)
    return value
