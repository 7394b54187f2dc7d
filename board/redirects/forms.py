"""The form of a redirect in the admin: what it accepts leads somewhere."""

from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from .addresses import AddressError, redirectable_address
from .targets import RedirectTarget, TargetResolver


class CheckedRedirectForm(RedirectForm):
    """Wagtail's form, which checks both ends of a redirect as ``import_old_addresses`` does."""

    def clean(self) -> None:
        """Refuse an address that would never be redirected, and a target that readers can't reach."""
        super().clean()
        site = self.cleaned_data.get("site") or Site.objects.filter(is_default_site=True).first()
        if "old_path" in self.cleaned_data and site is not None:
            try:
                address = self.clean_address(site)
            except AddressError as error:
                self.add_error("old_path", ValidationError(f"This {error}.", code="address"))
            else:
                self.clean_target(site, address)

    def clean_address(self, site: Site) -> str:
        """Return the old address as it is stored. Raises ``AddressError``."""
        typed = self.cleaned_data["old_path"].strip()
        # As Wagtail, which takes “about.php” for “/about.php”.
        typed = typed if "://" in typed or typed.startswith("/") else f"/{typed}"
        address = redirectable_address(site, typed)
        others = Redirect.objects.filter(old_path=address, site=self.cleaned_data.get("site"))
        if others.exclude(pk=self.instance.pk).exists():
            raise AddressError("is redirected already: change that redirect")
        self.cleaned_data["old_path"] = address
        return address

    def clean_target(self, site: Site, address: str) -> None:
        """Refuse a target that does not exist, is not public, or leads back to the address."""
        page, link = (self.cleaned_data.get(name) for name in ("redirect_page", "redirect_link"))
        resolver = TargetResolver(site, {})
        try:
            if page:
                resolver.require_public(RedirectTarget(page.pk))
            elif link:
                resolver.target_of(address, link)
            elif not self.errors:
                self.add_error("redirect_page", ValidationError("Choose a page, or give an address.", code="required"))
        except AddressError as error:
            field = "redirect_page" if page else "redirect_link"
            self.add_error(field, ValidationError(f"This {error}.", code="target"))
