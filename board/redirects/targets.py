"""Where an old address leads in the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import F
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from board.basepage.models import BasePage

from .addresses import AddressError, own_answer, path_of, split

LONGEST_LINK = Redirect._meta.get_field("redirect_link").max_length
# A Site's own redirect goes before one for all Sites; databases differ in where they put what has none.
OWN_SITE_FIRST = F("site_id").desc(nulls_last=True)
validate_elsewhere = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class Target:
    """A page, with a part of its own below it, or a link."""

    page_id: int | None = None
    route: str = ""
    link: str = ""

    @classmethod
    def of(cls, redirect: Redirect) -> "Target":
        """Return the target of a stored redirect."""
        if redirect.redirect_page_id:
            return cls(redirect.redirect_page_id, redirect.redirect_page_route_path)
        return cls(link=redirect.redirect_link)


@dataclass
class Resolver:
    """Finds targets for a Site; ``rows`` are the file's own redirects: old path to new address."""

    site: Site
    rows: Mapping[str, str]

    def target_of(self, old_path: str, new: str) -> Target:
        """
        Return where an old path leads when it leads to ``new``, through every redirect on the way.

        Raises ``AddressError``, in words that follow ``new``.
        """
        seen = {old_path}
        while True:
            site, local = self.place(new)
            if site is None:
                return Target(link=new)
            if target := self.own_target(site, local):
                return target
            path = path_of(local)
            if path in seen:
                raise AddressError("leads back to where it came from")
            seen.add(path)
            following = self.following(site, path)
            if isinstance(following, Target):
                return self.checked(following)
            new = following

    def place(self, new: str) -> tuple[Site | None, str]:
        """Return the Site of an address and the rest of it, ``None`` for an address elsewhere."""
        parts = split(new)
        local = urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))
        if parts.hostname in {None, self.site.hostname.lower()}:
            return self.site, local
        if site := Site.objects.filter(hostname__iexact=parts.hostname).first():
            return site, local
        if parts.scheme != "https":
            raise AddressError("is on another website and not https://")
        if len(new) > LONGEST_LINK:
            raise AddressError(f"is longer than {LONGEST_LINK} characters")
        try:
            validate_elsewhere(new)
        except ValidationError as error:
            raise AddressError("is not an address") from error
        return None, new

    def own_target(self, site: Site, local: str) -> Target | None:
        """Return what a Site has at a path with query and fragment, ``None`` where it has nothing."""
        answer = own_answer(site, local)
        if answer is None:
            return None
        target = Target(answer.page.pk, answer.route) if answer.page else None
        if target:
            self.checked(target)
            if not {"?", "#"} & set(local):
                return target
        # A page's redirect keeps neither query nor fragment; a link does.
        link = local if site == self.site else site.root_url + local
        if len(link) > LONGEST_LINK:
            raise AddressError(f"is longer than {LONGEST_LINK} characters")
        return Target(link=link)

    def following(self, site: Site, path: str) -> "str | Target":
        """Return where the redirect from a path leads: an address of the file, or the target of a stored one."""
        forms = (path, path.partition("?")[0])
        for form in forms if site == self.site else ():
            if form in self.rows:
                return self.rows[form]
        for form in forms:
            stored = Redirect.get_for_site(site).filter(old_path=form).order_by(OWN_SITE_FIRST).first()
            if stored and stored.redirect_page_id:
                return Target.of(stored)
            if stored and stored.redirect_link:
                return urljoin("" if site == self.site else site.root_url, stored.redirect_link)
        url_path = site.root_page.url_path.rstrip("/") + path.partition("?")[0] + "/"
        if BasePage.objects.filter(url_path=url_path).exists():
            raise AddressError("is a page that is not public")
        raise AddressError("is no page of this site")

    @staticmethod
    def checked(target: Target) -> Target:
        """Return a page's target. Raises ``AddressError`` where not everybody may read the page."""
        if not BasePage.objects.live().public().filter(pk=target.page_id).exists():
            raise AddressError("is a page that is not public")
        return target
