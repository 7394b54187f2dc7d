"""Fragments that many pages have in common, each rendered once for a content version."""

import time
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from django.db import models

from .dependencies import CURRENT, ResponseDependencies, current_version
from .memo import Memo


class Fragment(NamedTuple):
    """Rendered HTML, and the moment from which it is no longer true, in seconds since 1970, or ``None``."""

    html: str
    expires: float | None


FRAGMENTS: Memo[Fragment] = Memo()


def cached_fragment(key: Hashable, render: Callable[[], str]) -> str:
    """
    Return the fragment of a key, from ``render`` where it is unknown or no longer true.

    A page that contains it expires no later than the fragment, whichever page that was rendered for.
    """
    fragment = FRAGMENTS.get(key, lambda: render_apart(render))
    if fragment.expires is not None and fragment.expires <= time.time():
        FRAGMENTS.values().pop(key, None)
        fragment = FRAGMENTS.get(key, lambda: render_apart(render))
    if fragment.expires is not None and (page := CURRENT.get()):
        page.expire_at(fragment.expires)
    return fragment.html


def render_apart(render: Callable[[], str]) -> Fragment:
    """Render a fragment, noting when it expires apart from the page around it."""
    token = CURRENT.set(dependencies := ResponseDependencies(current_version()))
    try:
        return Fragment(render(), dependencies.expires)
    finally:
        CURRENT.reset(token)


def fragment_key(value: Any) -> Hashable:
    """Return what stands for a value in a key: its row for a model instance, the keys of its items for an iterable."""
    if isinstance(value, models.Model):
        return value._meta.label, value.pk
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(fragment_key(item) for item in value)
    return value
