"""What django-allauth asks the site about accounts and second factors."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.encoding import force_str

from . import factor_keys
from .reauthentication import is_reauthentication_required, preferred_methods


class AccountAdapter(DefaultAccountAdapter):
    """Accounts that administrators make, of people who work in the admin."""

    def is_open_for_signup(self, request) -> bool:
        """Return ``False``: an administrator adds each account."""
        return False

    def get_login_redirect_url(self, request) -> str:
        """Return the admin for those who may enter it."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Return whether a user has to confirm who they are, which signing in has done for a quarter of an hour."""
        return is_reauthentication_required(self.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Return how a user may confirm it: with a passkey first, and with a password only without a second factor."""
        return preferred_methods(super().get_reauthentication_methods(user))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors under the name of the site, with their secrets encrypted."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return factor_keys.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; raises ``UnreadableSecretError``, which a form shows."""
        return factor_keys.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name under which an authenticator app lists the site."""
        return force_str(settings.WAGTAIL_SITE_NAME)
