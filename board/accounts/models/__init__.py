"""Models of accounts and of signing in."""

from .attempts import SignInAttempt
from .devices import KnownDevice
from .used_codes import UsedCode
from .user import MAX_NAME, User

__all__ = ["MAX_NAME", "KnownDevice", "SignInAttempt", "UsedCode", "User"]
