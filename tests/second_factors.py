"""Second factors of users in tests, and sessions that have given one or not."""

import time
from unittest.mock import patch

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from tests.users import PASSWORD


def add_app(user) -> str:
    """Give a user an authenticator app; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def add_recovery_codes(user) -> list[str]:
    """Give a user recovery codes, and return them."""
    return RecoveryCodes.activate(user).generate_codes()


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code that an app shows for a secret now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD + steps))


def give_password(client, username: str, password: str = PASSWORD, **data):
    """Send the sign-in form; return the response."""
    return client.post("/accounts/login/", {"login": username, "password": password, **data})


def sign_in(client, user, secret: str):
    """Sign a user in with password and app; return the response to the code."""
    give_password(client, user.username)
    return client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})


def commits_at_once():
    """Do at once, within a view, what waits for the transaction of a test that is rolled back."""
    return patch("django.db.transaction.on_commit", lambda action, **kwargs: action())


def set_up_app(client):
    """Set up an authenticator app on its page; return the response to the code."""
    page = client.get("/accounts/2fa/totp/activate/")
    with commits_at_once():
        return client.post("/accounts/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})


def remove_factors(user) -> None:
    """Remove a user's factors, as another session may."""
    Authenticator.objects.filter(user=user).delete()
