"""
The secrets of second factors, encrypted at rest (docs/decisions/0031).

``FACTOR_KEYS`` holds Fernet keys: the first encrypts, and all of them decrypt, so that a key can be replaced while the
site runs. They lie apart from the database, and a copy of it alone lets no one in.
"""

import logging
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import JSONSerializer
from django.db import transaction

logger = logging.getLogger(__name__)

# What allauth keeps of an authenticator that must not be read: an app's secret, the seed of recovery codes, and codes
# that were brought along from elsewhere.
SECRETS = ("secret", "seed", "migrated_codes")


class UnreadableSecretError(ValidationError):
    """A secret that none of the keys decrypts. A form shows the message, and the middleware where there is no form."""

    def __init__(self):
        super().__init__(
            "This site can’t read your second factor at the moment, so no code is right. It is not your fault. "
            "Use a passkey if you have one, and tell your system administrator: the key in FACTOR_KEYS is missing.",
            code="unreadable_secret",
        )


def cipher() -> MultiFernet:
    """Return what encrypts with the first of the keys and decrypts with any."""
    return MultiFernet([Fernet(key) for key in settings.FACTOR_KEYS])


def encrypt(text: str) -> str:
    """Return a text encrypted with the first key."""
    return cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the text of a token; raises ``UnreadableSecretError`` where none of the keys fits."""
    try:
        return cipher().decrypt(token).decode()
    except InvalidToken:
        # Without the traceback, which says nothing more.
        logger.error("A second factor can’t be read: none of FACTOR_KEYS has encrypted it (docs/operations.md).")  # noqa: TRY400
        raise UnreadableSecretError from None


def reencrypt(token: str) -> str:
    """Return a token encrypted anew with the first key; raises ``UnreadableSecretError`` where none of them fits."""
    try:
        return cipher().rotate(token).decode()
    except InvalidToken:
        raise UnreadableSecretError from None


def replace_secrets(data: dict[str, Any], replace: Callable[[str], str]) -> dict[str, Any]:
    """Return the data of an authenticator with each of its secrets replaced."""
    return {
        name: value
        if name not in SECRETS
        else [replace(each) for each in value]
        if isinstance(value, list)
        else replace(value)
        for name, value in data.items()
    }


def has_secret(authenticator: Authenticator) -> bool:
    """Return whether an authenticator keeps a secret; that of a passkey never leaves the user's device."""
    return any(name in authenticator.data for name in SECRETS)


def unreadable_authenticators() -> list[Authenticator]:
    """Return the authenticators of which a secret can't be decrypted with any of the keys."""
    unreadable = []
    for authenticator in Authenticator.objects.select_related("user").order_by("pk"):
        try:
            replace_secrets(authenticator.data, reencrypt)
        except UnreadableSecretError:
            unreadable.append(authenticator)
    return unreadable


@transaction.atomic
def rotate(authenticator_id: int) -> bool:
    """
    Encrypt the secrets of an authenticator with the first key; return whether it is there and has any.

    The row is locked, for a recovery code may be used meanwhile. Raises ``UnreadableSecretError``.
    """
    authenticator = Authenticator.objects.select_for_update().filter(pk=authenticator_id).first()
    if authenticator is None or not has_secret(authenticator):
        return False
    authenticator.data = replace_secrets(authenticator.data, reencrypt)
    authenticator.save(update_fields=["data"])
    return True


class EncryptedSessionSerializer:
    """
    The value of ``SESSION_SERIALIZER``: sessions encrypted with the same keys.

    While an authenticator app is set up, its secret is in the session, which Django stores readable.
    """

    def dumps(self, obj: Any) -> bytes:
        """Return a session's data, encrypted."""
        return cipher().encrypt(JSONSerializer().dumps(obj))

    def loads(self, data: bytes) -> Any:
        """Return the data of a session; one that can't be decrypted raises, and Django takes it for signed out."""
        return JSONSerializer().loads(cipher().decrypt(data))
