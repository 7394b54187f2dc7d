"""Redirects to pages from their addresses on a previous website."""

import logging

from wagtail.contrib.redirects.models import Redirect

from .addresses import AddressError, normalised_path, resolve_on_site

logger = logging.getLogger(__name__)


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
        path = normalised_path(address)
    except AddressError as error:
        logger.warning("No redirect to page %s: its old address “%s” %s.", page.pk, address, error)
        return
    redirect = Redirect.get_for_site(site).filter(old_path=path).first()
    if redirect is None and (served := resolve_on_site(site, path)):
        if served.page is None or served.page.pk != page.pk:
            logger.warning("No redirect to page %s: this site answers itself at “%s”.", page.pk, path)
        return
    if redirect is None:
        # Another page with this address may be published at the same moment.
        redirect, _ = Redirect.objects.get_or_create(old_path=path, site=site, defaults={"redirect_page_id": page.pk})
    if redirect.redirect_page_id != page.pk:
        logger.warning("No redirect to page %s: “%s” is used by redirect %s already.", page.pk, path, redirect.pk)
