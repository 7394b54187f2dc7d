"""Accounts and sign-in: django-allauth's settings that are the same on every site (docs/decisions/0033)."""

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from .environment import env

AUTH_USER_MODEL = "accounts.User"
# NIST SP 800-63B-4 (docs/decisions/0031): no kind of character is asked for, and no password grows old.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "board.accounts.password_validation.LengthValidator"},
    {"NAME": "board.accounts.password_validation.BreachedPasswordValidator"},
    {
        "NAME": "board.accounts.password_validation.ExpectedPasswordValidator",
        "OPTIONS": {"site_names": "board.siteinfo.names.names_of_site"},
    },
]
PASSWORD_HASHERS = [
    "board.accounts.hashers.NormalisingPBKDF2PasswordHasher",
    # Passwords from before the first; each is hashed anew at its next sign-in.
    "board.accounts.hashers.BoundedPBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = [
    # Refuses what is over a limit before any password is hashed. It signs no one in.
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# The admin is used from shared offices: no session outlives the browser. One that was left alone for an hour by someone
# who publishes or decides, and every one after a day's work, is locked until its user confirms who they are; what was
# typed waits for it (board/accounts/session_age.py). All of these are seconds.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_FOR = 60 * 60
SESSION_CONFIRMED_FOR = 60 * 60 * 12
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7

# One way in: Wagtail's own addresses lead here too (board/urls.py).
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Where a sign-in leads that began at no page; the adapter leads those who work here to the admin.
LOGIN_REDIRECT_URL = "/"
# allauth's pages do what Wagtail's would do, and ask for the password or a passkey again first.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# No one sets another person's password: a new account is invited by mail to choose one (board/accounts/invitations.py).
WAGTAILUSERS_PASSWORD_ENABLED = False

# Who needs a second factor cannot work here without one ("required"); in the demo it may be skipped ("skippable").
# "off" is for tests of everything else. A public site takes nothing but the first (board.accounts.checks).
SECOND_FACTOR = env("SECOND_FACTOR", default="required")
# Of whom a passkey is asked, which decides in one step from a phone: a function of a user.
IS_ASKED_FOR_PASSKEY = "board.publishing.reviewers.approves_statements"

# What the secrets of second factors and the sessions are encrypted with: Fernet keys, of which the first encrypts and
# all decrypt (docs/operations.md#the-keys-of-second-factors).
FACTOR_KEYS = [key.strip() for key in env.list("FACTOR_KEYS", default=[]) if key.strip()]
_NEW_KEY = (
    "Make one: python3 -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
)
if not FACTOR_KEYS:
    raise ImproperlyConfigured(f"FACTOR_KEYS is empty. The second factors of users are encrypted with it. {_NEW_KEY}")
for _number, _key in enumerate(FACTOR_KEYS, start=1):
    try:
        Fernet(_key)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"FACTOR_KEYS has no proper key in place {_number} of {len(FACTOR_KEYS)}. Commas separate keys. {_NEW_KEY}"
        ) from error
SESSION_SERIALIZER = "board.accounts.factor_keys.EncryptedSessionSerializer"

ACCOUNT_ADAPTER = "board.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# Administrators enter people's addresses, so no mail has to prove them.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
# Who is signed in and led to the sign-in page has an account that does not open what was asked for. Sent back there,
# the browser would go round for ever.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_SESSION_REMEMBER = False
# Links in mail work once and for an hour. They sign no one in, so that the second factor is asked for as ever.
PASSWORD_RESET_TIMEOUT = 60 * 60  # Seconds.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_FORMS = {
    "login": "board.accounts.forms.LoginForm",
    "change_password": "board.accounts.password_forms.ChangePasswordForm",
    "reset_password": "board.accounts.password_reset.PasswordResetForm",
    "reset_password_from_key": "board.accounts.password_forms.ResetPasswordKeyForm",
    "set_password": "board.accounts.password_forms.SetPasswordForm",
}
# Sensitive actions ask who it is when the last answer is older than this (board/accounts/sensitive_actions.py).
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # Seconds.
# What asks again takes a password or a second factor, and no code by mail.
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
MFA_ADAPTER = "board.accounts.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
# Codes of an app whose clock is half a minute off (RFC 6238, 5.2), and recovery codes that are shown once.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
# The passkey alone signs in, so it has to ask for a finger, a face or a PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "authenticate": "board.accounts.factor_forms.AuthenticateForm",
    "reauthenticate": "board.accounts.factor_forms.ReauthenticateForm",
    "activate_totp": "board.accounts.factor_forms.ActivateTOTPForm",
    "authenticate_webauthn": "board.accounts.factor_forms.AuthenticateWebAuthnForm",
    "login_webauthn": "board.accounts.factor_forms.LoginWebAuthnForm",
    "reauthenticate_webauthn": "board.accounts.factor_forms.ReauthenticateWebAuthnForm",
}

# The limits are board/accounts/limits.py, in the database (docs/decisions/0035). allauth's own are in a cache that each
# process may have by itself, and a stranger who reaches them keeps the owner out.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
AXES_HANDLER = "board.accounts.handlers.LimitsHandler"
AXES_LOCKOUT_CALLABLE = "board.accounts.handlers.lockout_response"
AXES_CLIENT_IP_CALLABLE = "board.clients.client_address"
# Attempts that are refused don't make anyone wait longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
