"""Addresses in the form that Wagtail's redirects use, and what this site serves there itself."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

from django.urls import Resolver404, resolve
from wagtail.coreutils import get_dummy_request
from wagtail.documents import get_document_model
from wagtail.models import Site

from board.basepage.models import BasePage

from .normalisation import decode, normalise_parameters, normalise_path, with_parameters

# Web servers take no longer ones.
MAX_LENGTH = 4_000
# What browsers leave as it is in paths and queries.
ADDRESS_CHARACTERS = "%/?:@!$&'()*+,;=-._~[]|^"
CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")


class AddressError(ValueError):
    """An address that can't be redirected. The message is the reason, worded to follow the address."""


def split_address(address: str) -> SplitResult:
    """Split a web address or a path. Raises ``AddressError`` for anything else."""
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


def normalised_address(address: str) -> str:
    """
    Return path and query of an address in the form in which redirects are stored.

    Raises ``AddressError`` for anything but an address, and for one that no browser can send.
    """
    address = address.strip()
    parts = split_address(address)
    if CONTROL_CHARACTER.search(address) or CONTROL_CHARACTER.search(unquote(address)):
        raise AddressError("holds a line break or another character that no address can have")
    if len(quote(address, safe=ADDRESS_CHARACTERS)) > MAX_LENGTH:
        raise AddressError(f"is longer than {MAX_LENGTH:,} characters")
    path = normalise_path(decode(unquote_to_bytes(parts.path)))
    return with_parameters(path, normalise_parameters(parts.query))


def address_as_sent(address: str) -> tuple[str, str]:
    """Return path and query of an address as a browser sends them (https://url.spec.whatwg.org/)."""
    parts = split_address(address.strip())
    path = quote(parts.path.replace("\\", "/"), safe=ADDRESS_CHARACTERS) or "/"
    return path, quote(parts.query, safe=ADDRESS_CHARACTERS)


@dataclass(frozen=True)
class ServedPath:
    """What this site serves at a path: a page, perhaps a route of it, or something other than a page."""

    page: Any = None
    route: str = ""


def resolve_on_site(site: Site, path: str) -> ServedPath | None:
    """
    Return what a Site serves at a path, whatever the query, or ``None`` where it responds with 404.

    Redirects are looked up only after a 404, so one from a path that is served would never be used.
    """
    path = unquote(re.split("[?#]", path, maxsplit=1)[0]).rstrip("/") + "/"
    for candidate in (path, path.rstrip("/")):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        if match.url_name == "wagtail_serve":
            return page_at(site, path)
        if match.url_name == "wagtaildocs_serve":
            documents = get_document_model().objects.filter(pk=match.kwargs["document_id"])
            return ServedPath() if documents.exists() else None
        return ServedPath()
    return None


def redirectable_address(site: Site, address: str) -> str:
    """
    Return an address of a Site in the form in which redirects are stored.

    Raises ``AddressError`` for what is none, and where the Site answers itself.
    """
    normal = normalised_address(address)
    if resolve_on_site(site, address_as_sent(address)[0]):
        raise AddressError("is answered by this site itself, so that a redirect from it would never be used")
    return normal


def page_at(site: Site, path: str) -> ServedPath | None:
    """Return the live or withdrawn page at a path of a Site, or ``None``."""
    request = get_dummy_request(path=path, site=site)
    result = BasePage.route_for_request(request, path)
    if result is None:
        return None
    route = path[len(result.page.get_url_parts(request)[2].rstrip("/")) :]
    return ServedPath(result.page, "" if route == "/" else route)
