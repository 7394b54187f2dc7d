"""What becomes of a page's old address when the page is public."""

import logging

from wagtail.contrib.redirects.models import Redirect

from .addresses import AddressError, own_answer, path_of

logger = logging.getLogger(__name__)


def redirect_old_address(page, address: str) -> None:
    """
    Let an old address lead to a public page of its Site, permanently; the caller has made sure that it is public.

    The redirect names the page and no address, so that it leads to wherever the page is. What another redirect uses,
    what this site answers itself and what is no address is left alone and reported in the log: nobody's publication
    fails because of it.
    """
    site = page.get_site()
    if site is None:
        return
    try:
        path = path_of(address)
    except AddressError as error:
        logger.warning("No redirect to page %s: its old address “%s” %s.", page.pk, address, error)
        return
    here = Redirect.get_for_site(site).filter(old_path=path).first()
    if here is None and (answer := own_answer(site, path)):
        if answer.page is None or answer.page.pk != page.pk:
            logger.warning("No redirect to page %s: this site answers itself at “%s”.", page.pk, path)
        return
    if here is None:
        # Somebody may publish another item with this address at the same moment.
        here, _ = Redirect.objects.get_or_create(old_path=path, site=site, defaults={"redirect_page_id": page.pk})
    if here.redirect_page_id != page.pk:
        logger.warning("No redirect to page %s: “%s” is used by redirect %s already.", page.pk, path, here.pk)
