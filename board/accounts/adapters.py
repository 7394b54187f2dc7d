"""What django-allauth asks the site about accounts and second factors."""

import ipaddress
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str

from . import factor_keys
from .devices import mail_new_device, recognise_device
from .limits import password_was_right
from .lost_factors.procedure import apply_due
from .reauthentication import is_reauthentication_required, preferred_methods
from .second_factor import is_last_of_needed

WRONG_NAME_OR_PASSWORD = "The user name or the password is not right."  # noqa: S105


class AccountAdapter(DefaultAccountAdapter):
    """Accounts that administrators make, of people who work in the admin."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG_NAME_OR_PASSWORD,
        "incorrect_password": "The password is not right.",
        "incorrect_code": "The code is not right, or was used before.",
        "too_many_login_attempts": "There were too many attempts. Wait a few minutes, then try again.",
        "rate_limited": "There were too many attempts. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request) -> bool:
        """Return ``False``: an administrator adds each account."""
        return False

    def pre_login(self, request, user, **kwargs):
        """Remove lost second factors whose time has come before any is asked for."""
        apply_due(timezone.now(), user)
        return super().pre_login(request, user, **kwargs)

    def get_login_redirect_url(self, request) -> str:
        """Return the admin for those who may enter it."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def authenticate(self, request, **credentials):
        """Return whose user name and password these are, or ``None``; a right password counts against no limit."""
        user = super().authenticate(request, **credentials)
        if user:
            password_was_right(request)
        return user

    def reauthenticate(self, user, password: str) -> bool:
        """
        Return whether a password is that of a user who is signed in.

        Raises ``ValidationError`` where a limit is reached: the form is shown again, with all that it carries.
        """
        is_right = super().reauthenticate(user, password)
        limit = getattr(self.request, "limit_reached", None)
        if limit:
            self.request.axes_locked_out = False
            self.request.limit_in_form = limit
            raise limit.error()
        return is_right

    def login(self, request, user) -> None:
        """Sign a user in who has passed every step, and tell the user by mail of a browser that is new."""
        is_first_sign_in = user.last_login is None
        super().login(request, user)
        if recognise_device(request, user, signed_in=True) and not is_first_sign_in:
            mail_new_device(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Return whether a user has to confirm who they are, which signing in has done for a quarter of an hour."""
        return is_reauthentication_required(self.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Return how a user may confirm it: with a passkey first, and with a password only without a second factor."""
        return preferred_methods(super().get_reauthentication_methods(user))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors under the name of the site, with their secrets encrypted."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right, or was used before. Use the next one that your app shows.",
        "cannot_delete_authenticator": "It is your only second step, and your role needs one. Add another one first.",
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return factor_keys.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; raises ``UnreadableSecretError``, which a form shows."""
        return factor_keys.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name under which an authenticator app lists the site."""
        return force_str(settings.WAGTAIL_SITE_NAME)

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code of an address as an element for HTML, which has no XML declaration."""
        return super().build_totp_svg(url).partition("?>")[2].strip()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether a user can do without a factor."""
        return not is_last_of_needed(authenticator)

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:  # noqa: A002
        """Return a name for a passkey that none of the user's others has."""
        names = {str(key) for key in Authenticator.objects.filter(user_id=user.pk, type=type)}
        return next(name for number in range(1, len(names) + 2) if (name := f"Passkey {number}") not in names)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """
        Return the name of the site, and the domain that passkeys are made for (WebAuthn, 5.4.2).

        The domain is that of ``BASE_URL`` for all hosts below it, whichever of them a proxy passes on.
        """
        return {"id": passkey_domain(context.request), "name": self.get_totp_issuer()}


def passkey_domain(request) -> str:
    """Return the domain for which the host of a request makes and asks for passkeys."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    domain = urlsplit(settings.BASE_URL).hostname or ""
    return domain if host == domain or host.endswith(f".{domain}") else host


def has_passkey_domain(request) -> bool:
    """Return whether passkeys work at the host of a request: browsers make none for an IP address."""
    try:
        ipaddress.ip_address(passkey_domain(request))
    except ValueError:
        return True
    return False
