"""Models of accounts and of signing in."""

from .attempts import SignInAttempt
from .devices import KnownDevice
from .password_reset import PasswordResetRequest
from .used_codes import UsedCode
from .user import MAX_NAME, User

__all__ = ["MAX_NAME", "KnownDevice", "PasswordResetRequest", "SignInAttempt", "UsedCode", "User"]
