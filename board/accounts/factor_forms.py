"""allauth's forms of second factors, with the limits, and with codes and challenges that are taken once."""

from typing import NoReturn

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn import forms as passkey_forms
from django.core.exceptions import ValidationError
from django.db import transaction
from fido2.webauthn import AuthenticationResponse

from .limited_views import too_many_attempts
from .limits import LimitReachedError, begin_attempt, subject_of_user
from .models import SignInAttempt
from .used_codes import use_once

# In the data of a passkey, which the library leaves alone.
SIGNATURES = "signature_counter"


class LimitedCodeForm(code_forms.BaseAuthenticateForm):
    """A code of an app, or a recovery code."""

    def clean_code(self) -> str:
        """Return the code; raises ``ValidationError`` for a wrong one and for one that was used before."""
        try:
            attempt = begin_attempt(context.request, SignInAttempt.Kind.CODE, subject_of_user(self.user), self.user)
        except LimitReachedError as limit:
            self.refuse(limit)
        code: str = super().clean_code()
        if not use_once(self.user, code):
            raise ValidationError("This code was used already. Wait for the next one.", code="used_code")
        attempt.delete()
        return code

    def refuse(self, limit: LimitReachedError) -> NoReturn:
        """Answer with the page of the limit in place of the form."""
        raise ImmediateHttpResponse(too_many_attempts(context.request, limit))


class AuthenticateForm(LimitedCodeForm, code_forms.AuthenticateForm):
    """The code of a sign-in."""


class ReauthenticateForm(LimitedCodeForm, code_forms.ReauthenticateForm):
    """The code of someone who is signed in, and may be in the middle of something."""

    def refuse(self, limit: LimitReachedError) -> NoReturn:
        """Show the form again, with all that it carries."""
        context.request.limit_in_form = limit
        raise limit.error()


class ActivateTOTPForm(AllauthActivateTOTPForm):
    """The first code of an app, which is none to sign in with."""

    def clean_code(self) -> str:
        """Return the code, marked as used."""
        code: str = super().clean_code()
        use_once(self.user, code)
        return code


class AuthenticateWebAuthnForm(passkey_forms.AuthenticateWebAuthnForm):
    """A passkey's answer to a challenge."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey; raises ``ValidationError`` for an answer that was given before."""
        authenticator: Authenticator = super().clean_credential()
        response = AuthenticationResponse.from_dict(self.cleaned_data["credential"]).response
        is_first = use_once(authenticator.user, response.client_data.challenge.hex())
        if not (is_first and count_signature(authenticator.pk, response.authenticator_data.counter)):
            raise get_adapter().validation_error("incorrect_code")
        return authenticator


@transaction.atomic
def count_signature(authenticator_id: int, counter: int) -> bool:
    """
    Return whether a passkey has signed more often than when it was last used, and store how often.

    Otherwise there is a copy of it (https://www.w3.org/TR/webauthn-3/#sctn-sign-counter). Passkeys that are shared by
    several devices don't count, and always say 0.
    """
    authenticator = Authenticator.objects.select_for_update().get(pk=authenticator_id)
    before = authenticator.data.get(SIGNATURES, 0)
    if counter == before == 0:
        return True
    if counter <= before:
        return False
    authenticator.data[SIGNATURES] = counter
    authenticator.save(update_fields=["data"])
    return True


class LoginWebAuthnForm(AuthenticateWebAuthnForm, passkey_forms.LoginWebAuthnForm):
    """A passkey alone."""


class ReauthenticateWebAuthnForm(AuthenticateWebAuthnForm, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey of someone who is signed in."""
