"""Redirects to pages: from their addresses on a previous website, and from their own former paths."""

import logging
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.models import Site

from board.basepage.models import BasePage

from .addresses import MAX_LENGTH, AddressError, address_as_sent, normalised_address, resolve_on_site

logger = logging.getLogger(__name__)

# How many redirects are written at once.
BATCH = 500


def redirect_old_address(page, address: str) -> None:
    """
    Redirect an old address permanently to a public page of the same Site.

    The redirect points to the page itself, and so survives a change of its URL. An address that is invalid, in use by
    another redirect or served by this site is skipped with a logged warning, so that publishing does not fail.
    """
    site = page.get_site()
    if site is None:
        return
    try:
        old = normalised_address(address)
        path, _ = address_as_sent(address)
    except AddressError as error:
        logger.warning("No redirect to page %s: its old address “%s” %s.", page.pk, address, error)
        return
    redirect = Redirect.get_for_site(site).filter(old_path=old).first()
    if redirect is None and (served := resolve_on_site(site, path)):
        if served.page is None or served.page.pk != page.pk:
            logger.warning("No redirect to page %s: this site answers itself at “%s”.", page.pk, path)
        return
    if redirect is None:
        # Another page with this address may be published at the same moment.
        redirect, _ = Redirect.objects.get_or_create(old_path=old, site=site, defaults={"redirect_page_id": page.pk})
    if redirect.redirect_page_id != page.pk:
        logger.warning("No redirect to page %s: “%s” is used by redirect %s already.", page.pk, old, redirect.pk)


def redirect_former_paths(page, url_path_before: str, *, is_public: bool) -> None:
    """
    Redirect the paths that a page and the live pages below it had before it was renamed or moved.

    The page itself is left out unless it ``is_public`` or once was: the slug of a draft reveals its title. Wagtail's
    own receivers fail on PostgreSQL where a path is longer than the column. A database that fails here is logged: the
    page has its new address already, and its publisher must not read that it has not.
    """
    try:
        with transaction.atomic():
            save_redirects(former_paths(page, url_path_before, is_public=is_public))
    except DatabaseError:
        logger.exception("The former address of page %s is not redirected.", page.pk)


def former_paths(page, url_path_before: str, *, is_public: bool) -> Iterator[Redirect]:
    """Yield an unsaved redirect for each former path of a page and of the live pages below it, on each Site."""
    requests = [(site, get_dummy_request(site=site)) for site in Site.objects.select_related("root_page")]
    below = page.get_descendants().live().defer_streamfields().specific().iterator()
    for moved in [page, *below] if is_public else below:
        url_path = moved.url_path
        present = [paths_on(site, request, moved) for site, request in requests]
        moved.url_path = url_path_before + url_path.removeprefix(page.url_path) if moved != page else url_path_before
        former = [paths_on(site, request, moved) for site, request in requests]
        moved.url_path = url_path
        for (site, _), paths_before, paths_now in zip(requests, former, present, strict=True):
            for path, route in sorted(paths_before - paths_now if paths_now else ()):
                # No browser could ask for a longer one.
                if len(quote(path)) <= MAX_LENGTH:
                    yield Redirect(
                        old_path=normalised_address(path),
                        site=site,
                        redirect_page_id=moved.pk,
                        redirect_page_route_path=route,
                        automatically_created=True,
                    )


def paths_on(site: Site, request: HttpRequest, page: BasePage) -> set[tuple[str, str]]:
    """Return each path of a page on a Site, with the route that it is of; none of the Site's root page."""
    parts = page.get_url_parts(request)
    if parts is None or parts[0] != site.pk or page.pk == site.root_page_id:
        return set()
    routes = (Redirect.normalise_page_route_path(route) for route in page.get_route_paths())
    return {(parts[2].rstrip("/") + (route or "/"), route) for route in routes}


def save_redirects(redirects: Iterable[Redirect]) -> None:
    """Save redirects, each in the place of one that a program made before; those that people made stay."""
    unsaved = list(redirects)
    for start in range(0, len(unsaved), BATCH):
        batch = unsaved[start : start + BATCH]
        automatic = Redirect.objects.filter(automatically_created=True)
        for site_id in {redirect.site_id for redirect in batch}:
            paths = [redirect.old_path for redirect in batch if redirect.site_id == site_id]
            automatic.filter(site=site_id, old_path__in=paths).delete()
        Redirect.objects.bulk_create(batch, ignore_conflicts=True)
