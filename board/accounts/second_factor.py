"""Who needs a second factor, and whether a session was opened with one."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Q
from wagtail.models import GroupApprovalTask

# The session remembers that in the demo the second factor was put off.
SKIPPED_SESSION_KEY = "second_factor_skipped"


def may_publish_or_decide(user) -> bool:
    """Return whether a user is an administrator, or in a group that publishes pages or decides in a workflow."""
    if user.is_superuser or user.has_perm("accounts.change_user"):
        return True
    publishing = Q(page_permissions__permission__codename__in=["publish_basepage", "publish_page"])
    deciding = Q(pk__in=GroupApprovalTask.groups.through.objects.values("group_id"))
    return Group.objects.filter(publishing | deciding, user=user).exists()


def needs_second_factor(user) -> bool:
    """Return whether a user may work in the admin with a second factor alone."""
    return settings.SECOND_FACTOR != "off" and user.is_authenticated and may_publish_or_decide(user)


def has_second_factor(request, user) -> bool:
    """
    Return whether the session of a request was opened, or confirmed since, with one of the user's second factors.

    In the demo alone a session may also have put it off.
    """
    if settings.SECOND_FACTOR == "skippable" and request.session.get(SKIPPED_SESSION_KEY):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def lacks_second_factor(request, user) -> bool:
    """Return whether a user needs a second factor that the session was not opened with."""
    return user.is_authenticated and not has_second_factor(request, user) and needs_second_factor(user)


def user_of_session(request, user):
    """Return the user, or an anonymous one where the session lacks the second factor that the user needs."""
    return AnonymousUser() if lacks_second_factor(request, user) else user
