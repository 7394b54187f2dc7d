"""A second factor that is used is not lost."""

from allauth.mfa.signals import authenticator_used
from django.dispatch import receiver

from .procedure import end_as_factor_was_used


@receiver(authenticator_used, dispatch_uid="lost_factors_end_as_factor_was_used")
def end_open_reset(user, **kwargs) -> None:
    """End the reset of a user who signs in or confirms something with a second factor."""
    end_as_factor_was_used(user)
