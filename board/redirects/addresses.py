"""Addresses as Wagtail's redirects know them, and what this site has there itself."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.documents import get_document_model
from wagtail.models import Site

from board.basepage.models import BasePage

LONGEST = Redirect._meta.get_field("old_path").max_length


class AddressError(ValueError):
    """An address that no redirect can be made of. Its text says why, in words that follow the address."""


def split(address: str) -> SplitResult:
    """Return the parts of an address or a path. Raises ``AddressError`` for anything else."""
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname)
    except ValueError as error:
        raise AddressError("is not an address") from error
    is_address = parts.scheme in {"http", "https"} and has_host
    is_path = not parts.scheme and not parts.netloc and address.startswith("/")
    if not (is_address or is_path):
        raise AddressError("is no address: begin with https:// or with /")
    return parts


def path_of(address: str) -> str:
    """
    Return path and query of an address in the form in which redirects are stored and looked up.

    The host is left out. Raises ``AddressError`` for what is no address, and for one that is too long to be stored.
    """
    split(address.strip())
    path: str = Redirect.normalise_path(address)
    if len(path) > LONGEST:
        raise AddressError(f"is longer than {LONGEST} characters")
    return path


@dataclass(frozen=True)
class Answer:
    """What this site has at an address: a page, perhaps with a part of its own below it, or something else."""

    page: Any = None
    route: str = ""


def own_answer(site: Site, path: str) -> Answer | None:
    """
    Return what a Site has at a path, whatever the query, or ``None`` where it answers that there is nothing.

    A redirect is asked for only then, so one from an address with an answer would never be used.
    """
    path = unquote(urlsplit(path).path).rstrip("/") + "/"
    for form in (path, path.rstrip("/")):
        try:
            match = resolve(form)
        except Resolver404:
            continue
        if match.url_name == "wagtail_serve":
            return page_at(site, path)
        if match.url_name == "wagtaildocs_serve":
            return Answer() if get_document_model().objects.filter(pk=match.kwargs["document_id"]).exists() else None
        return Answer()
    return None


def page_at(site: Site, path: str) -> Answer | None:
    """Return the live or withdrawn page at a path of a Site."""
    request = get_dummy_request(path=path, site=site)
    result = BasePage.route_for_request(request, path)
    if result is None:
        return None
    route = path[len(result.page.get_url_parts(request)[2].rstrip("/")) :]
    return Answer(result.page, "" if route == "/" else route)
