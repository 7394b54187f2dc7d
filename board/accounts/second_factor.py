"""Who needs a second factor, whether a session was opened with one, and how many of them are enough."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.module_loading import import_string
from wagtail.models import AbstractGroupApprovalTask

# Changing an account, or resetting its second factor with another person, opens it.
DECIDING_ON_ACCOUNTS = ("accounts.change_user", "lost_factors.start_reset", "lost_factors.call_back")
# The session remembers that in the demo the second factor was put off.
SKIPPED_SESSION_KEY = "second_factor_skipped"
ENOUGH_PASSKEYS = 2
# Recovery codes stand in for one of these and exist beside them alone.
FACTOR_TYPES = {Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP}


def groups_that_need_second_factor():
    """Return the groups that publish pages, decide at a step of a workflow, or decide on accounts."""
    condition = Q(page_permissions__permission__codename__in=["publish_basepage", "publish_page"])
    for task in apps.get_models():
        if issubclass(task, AbstractGroupApprovalTask):
            condition |= Q(pk__in=task._default_manager.values("groups"))
    for app_label, codename in (permission.split(".") for permission in DECIDING_ON_ACCOUNTS):
        condition |= Q(permissions__content_type__app_label=app_label, permissions__codename=codename)
    return Group.objects.filter(condition).distinct()


def may_publish_or_decide(user) -> bool:
    """Return whether a user is an administrator, or in a group that publishes pages or decides in a workflow."""
    if user.is_superuser or any(map(user.has_perm, DECIDING_ON_ACCOUNTS)):
        return True
    return groups_that_need_second_factor().filter(user=user).exists()


def needs_second_factor(user) -> bool:
    """Return whether a user may work in the admin with a second factor alone."""
    return settings.SECOND_FACTOR != "off" and user.is_authenticated and may_publish_or_decide(user)


def factors_of(user) -> dict[int, str]:
    """Return the types of a user's factors by primary key, recovery codes among them."""
    return dict(Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type"))


def has_factor(user) -> bool:
    """Return whether a user has a factor to give; recovery codes alone are none."""
    return not FACTOR_TYPES.isdisjoint(factors_of(user).values())


def used_factors(request, user) -> set[int]:
    """Return the primary keys of the factors by which a session was opened or confirmed."""
    return {record.get("id") for record in get_authentication_records(request, user) if record.get("method") == "mfa"}


def lacks_second_factor(request, user) -> bool:
    """
    Return whether the session of a request lacks a second factor.

    It lacks one where its user has factors and it was opened or confirmed with none that the user still has, or where
    its user has none and needs one. In the demo alone a session may have put off setting up the first.
    """
    if settings.SECOND_FACTOR == "off" or not user.is_authenticated:
        return False
    factors = factors_of(user)
    if not FACTOR_TYPES.isdisjoint(factors.values()):
        return not used_factors(request, user).intersection(factors)
    return not was_skipped(request) and needs_second_factor(user)


def was_skipped(request) -> bool:
    """Return whether the session has put off the second factor, which the demo alone allows."""
    return settings.SECOND_FACTOR == "skippable" and bool(request.session.get(SKIPPED_SESSION_KEY))


def is_last_of_needed(authenticator: Authenticator) -> bool:
    """Return whether a factor is the only one of a user who needs one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTOR_TYPES)
    return not others.exclude(pk=authenticator.pk).exists() and needs_second_factor(authenticator.user)


def unused_codes(recovery_codes: Authenticator) -> int:
    """Return how many recovery codes are left; they stay encrypted."""
    return app_settings.RECOVERY_CODE_COUNT - recovery_codes.data["used_mask"].bit_count()


def advice_on_factors(user) -> str:
    """
    Return what a user is advised to add, so that one lost device locks no one out, or an empty string.

    The chair, of whom ``settings.IS_ASKED_FOR_PASSKEY`` says that a passkey is asked for, needs two of them, or one and
    recovery codes.
    """
    factors = list(Authenticator.objects.filter(user_id=user.pk))
    passkeys = sum(factor.type == Authenticator.Type.WEBAUTHN for factor in factors)
    has_codes = any(
        factor.type == Authenticator.Type.RECOVERY_CODES and factor.wrap().did_view and unused_codes(factor)
        for factor in factors
    )
    if not passkeys and import_string(settings.IS_ASKED_FOR_PASSKEY)(user):
        return "Set up a passkey: it is the quickest way to a decision, and you can’t be tricked into giving it away."
    if not has_codes and passkeys < ENOUGH_PASSKEYS:
        return "Make recovery codes or add a second passkey, so that you can sign in when you lose your device."
    return ""
