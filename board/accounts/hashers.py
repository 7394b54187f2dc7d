"""How passwords are hashed."""

import unicodedata

from django.contrib.auth.hashers import PBKDF2PasswordHasher


def normalise(password: str) -> str:
    """Return a password in NFKC (UAX 15): a letter with an accent has another form on each keyboard."""
    return unicodedata.normalize("NFKC", password)


class NormalisingPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """
    Django's hasher for passwords in NFKC, as NIST SP 800-63B-4, 3.1.1.2, recommends.

    It has a name of its own, so that passwords hashed as they were typed are verified so, and hashed anew at the next
    sign-in.
    """

    algorithm = "pbkdf2_sha256_nfkc"

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return super().encode(normalise(password), salt, iterations)
