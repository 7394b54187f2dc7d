"""The final targets of redirects."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from board.basepage.models import BasePage

from .addresses import AddressError, address_as_sent, normalised_address, resolve_on_site, split_address
from .normalisation import candidate_addresses
from .responses import find_redirect

MAX_LINK_LENGTH = Redirect._meta.get_field("redirect_link").max_length
validate_external = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class RedirectTarget:
    """A page, perhaps with a route of it, or a link."""

    page_id: int | None = None
    route: str = ""
    link: str = ""

    @classmethod
    def of(cls, redirect: Redirect) -> "RedirectTarget":
        """Return the target of a stored redirect."""
        if redirect.redirect_page_id:
            return cls(redirect.redirect_page_id, redirect.redirect_page_route_path)
        return cls(link=redirect.redirect_link)


@dataclass
class TargetResolver:
    """Finds the targets of a Site's redirects; ``rows`` maps the file's old addresses to its new ones."""

    site: Site
    rows: Mapping[str, str]

    def target_of(self, old: str, new: str) -> RedirectTarget:
        """
        Return the target of a redirect from a normal address to ``new``, following every redirect on the way.

        Raises ``AddressError``, whose message is worded to follow ``new``.
        """
        seen = {old}
        while True:
            site, local = self.locate(new)
            if site is None:
                return RedirectTarget(link=new)
            if target := self.served_target(site, local):
                return target
            address = normalised_address(local)
            if address in seen:
                raise AddressError("leads back to where it came from")
            seen.add(address)
            target_or_address = self.stored_target(site, local)
            if isinstance(target_or_address, RedirectTarget):
                return self.require_public(target_or_address)
            new = target_or_address

    def locate(self, new: str) -> tuple[Site | None, str]:
        """Return the Site and local part of an address; ``None`` and the whole address for another website."""
        parts = split_address(new)
        local = urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))
        if parts.hostname in {None, self.site.hostname.lower()}:
            return self.site, local
        if site := Site.objects.filter(hostname__iexact=parts.hostname).first():
            return site, local
        if parts.scheme != "https":
            raise AddressError("is on another website and not https://")
        if len(new) > MAX_LINK_LENGTH:
            raise AddressError(f"is longer than {MAX_LINK_LENGTH} characters")
        try:
            validate_external(new)
        except ValidationError as error:
            raise AddressError("is not an address") from error
        return None, new

    def served_target(self, site: Site, local: str) -> RedirectTarget | None:
        """Return what a Site serves at a path with query and fragment, or ``None`` for a 404."""
        served = resolve_on_site(site, local)
        if served is None:
            return None
        target = RedirectTarget(served.page.pk, served.route) if served.page else None
        if target:
            self.require_public(target)
            if not {"?", "#"} & set(local):
                return target
        # A redirect to a page keeps neither query nor fragment; one to a link does.
        link = local if site == self.site else site.root_url + local
        if len(link) > MAX_LINK_LENGTH:
            raise AddressError(f"is longer than {MAX_LINK_LENGTH} characters")
        return RedirectTarget(link=link)

    def stored_target(self, site: Site, local: str) -> "str | RedirectTarget":
        """Return where the redirect from an address leads: an address of the file, or a stored redirect's target."""
        path, query = address_as_sent(local)
        for candidate in candidate_addresses(path, query) if site == self.site else ():
            if candidate in self.rows:
                return self.rows[candidate]
        if (stored := find_redirect(site, path, query)) and stored.redirect_page_id:
            return RedirectTarget.of(stored)
        if stored and stored.redirect_link:
            return urljoin("" if site == self.site else site.root_url, stored.redirect_link)
        url_path = f"{site.root_page.url_path.rstrip('/')}{unquote(path).rstrip('/')}/"
        if BasePage.objects.filter(url_path=url_path).exists():
            raise AddressError("is a page that is not public")
        raise AddressError("is no page of this site")

    @staticmethod
    def require_public(target: RedirectTarget) -> RedirectTarget:
        """Return the target of a page. Raises ``AddressError`` unless the page is public."""
        if not BasePage.objects.live().public().filter(pk=target.page_id).exists():
            raise AddressError("is a page that is not public")
        return target
