"""Redirects from a page's old address on another website to the page."""

import logging

from wagtail.contrib.redirects.models import Redirect

from .addresses import AddressError, normalised_path, resolve_on_site

logger = logging.getLogger(__name__)


def redirect_old_address(page, address: str) -> None:
    """
    Redirect an old address permanently to a page of the same Site. The caller has made sure that the page is public.

    The redirect names the page, so that it follows the page's own address. An address that another redirect uses, that
    this site serves itself, or that is not valid is left alone and logged, so that publication does not fail.
    """
    site = page.get_site()
    if site is None:
        return
    try:
        path = normalised_path(address)
    except AddressError as error:
        logger.warning("No redirect to page %s: its old address “%s” %s.", page.pk, address, error)
        return
    stored = Redirect.get_for_site(site).filter(old_path=path).first()
    if stored is None and (served := resolve_on_site(site, path)):
        if served.page is None or served.page.pk != page.pk:
            logger.warning("No redirect to page %s: this site answers itself at “%s”.", page.pk, path)
        return
    if stored is None:
        # Another item with this address may be published at the same moment.
        stored, _ = Redirect.objects.get_or_create(old_path=path, site=site, defaults={"redirect_page_id": page.pk})
    if stored.redirect_page_id != page.pk:
        logger.warning("No redirect to page %s: “%s” is used by redirect %s already.", page.pk, path, stored.pk)
