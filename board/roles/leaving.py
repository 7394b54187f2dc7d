"""A person leaves the board: the account is closed, never deleted, and what hung on it is handed over at once."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from wagtail.admin.models import EditingSession
from wagtail.log_actions import log
from wagtail.models import APIToken, PageSubscription

from board.accounts.lost_factors.models import FactorReset, FactorResetEvent
from board.accounts.lost_factors.procedure import end as end_reset
from board.accounts.sessions import end_sessions
from board.basepage.models import BasePage
from board.cover.membership import end_cover
from board.cover.models import Cover

from .mail import send_handed_over
from .permissions import reason_against_leaving
from .responsibilities import (
    followed_pages,
    locked_pages,
    open_submissions,
    owned_pages,
    responsibilities,
    unfinished_pages,
)

LEFT = "roles.leave"


def has_left(person) -> bool:
    """Return whether an account is closed and has no rights that would come back with it."""
    return not (person.is_active or person.is_superuser or person.groups.exists() or person.user_permissions.exists())


@transaction.atomic
def leave_board(person, successor, user) -> bool:
    """
    Close a person's account and hand over what hung on it; return ``False`` where that was done already.

    ``successor`` takes it over, and may be ``None`` where nothing is to be handed over. What the person has approved,
    reviewed or written stays as it is. Raises ``ValidationError`` if ``user`` may not do this.
    """
    users = get_user_model().objects.select_for_update()
    # The other administrators too: two who let each other leave at once would leave the site without one.
    list(users.filter(is_superuser=True, is_active=True).order_by("pk").values_list("pk"))
    person = users.get(pk=person.pk)
    if has_left(person):
        return False
    if reason := reason_against_leaving(person, user):
        raise ValidationError(reason)
    kinds = [each for each in responsibilities(person) if each.is_handed_over]
    handed_over = [f"{each.heading}: {', '.join(each.listed)}" for each in kinds]
    if handed_over and (successor is None or successor.pk == person.pk or not successor.is_active):
        raise ValidationError("Choose who takes over.")
    roles = sorted(person.groups.values_list("name", flat=True))
    if handed_over:
        hand_over(person, successor)
        send_handed_over(person, successor, user, handed_over)
    close_account(person, user)
    data = {"roles": roles, "handed_over": handed_over, "successor": str(successor) if handed_over else ""}
    log(person, LEFT, user=user, data=data)
    return True


def hand_over(person, successor) -> None:
    """Put a successor in the place of a person, wherever the site would turn to that person."""
    for page in followed_pages(person):
        PageSubscription.objects.update_or_create(
            page_id=page.pk, user=successor, defaults={"comment_notifications": True}
        )
    PageSubscription.objects.filter(user=person).delete()
    open_submissions(person).update(requested_by=successor)
    BasePage.objects.filter(pk__in=list(locked_pages(person).values_list("pk", flat=True))).update(locked_by=successor)
    unfinished = BasePage.objects.filter(pk__in=[page.pk for page in unfinished_pages(person)])
    unfinished.filter(Q(owner=None) | Q(owner__is_active=False)).update(owner=successor)
    BasePage.objects.filter(pk__in=list(owned_pages(person).values_list("pk", flat=True))).update(owner=successor)


def close_account(person, user) -> None:
    """Take every right, session, token and factor from an account, and its password, so that none can come back."""
    for cover in Cover.objects.not_over().filter(stand_in=person):
        end_cover(cover, user)
    for reset in FactorReset.objects.open().filter(user=person):
        end_reset(reset, FactorResetEvent.Kind.CANCELLED, user, reason="The account was closed.")
    end_sessions(person)
    for model in (Authenticator, APIToken, EditingSession):
        model.objects.filter(user=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    person.is_active = person.is_superuser = person.is_staff = False
    # Sessions are bound to the password: one that is still open would be worth something again after a return.
    person.set_unusable_password()
    person.save()
