"""System checks of sign-in."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def second_factor_is_required(app_configs, **kwargs) -> list[Error]:
    """Return an error where a public site would let its chair in with a password alone."""
    if settings.SECOND_FACTOR == "required":
        return []
    hint = "Unset SECOND_FACTOR, or set it to “required”."
    return [Error("Those who publish or decide can sign in without a second factor.", hint=hint, id="accounts.E001")]
