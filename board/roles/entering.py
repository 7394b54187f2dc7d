"""Entering cover, and ending it before its last day."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.log_actions import log

from board.cover.membership import apply_due_cover, end_cover, log_data
from board.cover.models import Cover

from .mail import send_cover_ended, send_cover_entered
from .permissions import Role, permanent_members, role_groups
from .second_factors import second_factor_is_missing

ENTERED = "cover.enter"
# An absence for longer is a change of roles.
LONGEST_DAYS = 366
# A longer one is asked about.
USUAL_DAYS = 92


def days_of(cover: Cover) -> str:
    """Return the days of cover in words."""
    return f"from {date_format(cover.first_day, 'j F Y')} to {date_format(cover.last_day, 'j F Y')}"


def days_in(cover: Cover) -> int:
    """Return for how many days cover lasts."""
    return (cover.last_day - cover.first_day).days + 1


def overlapping(cover: Cover):
    """Return the cover of the same group that is not over and shares a day with this."""
    others = Cover.objects.not_over().filter(group=cover.group, first_day__lte=cover.last_day)
    return others.filter(last_day__gte=cover.first_day).select_related("stand_in")


def is_same(other: Cover, cover: Cover) -> bool:
    """Return whether cover of the same group is the same person's for the same days, such as by a double click."""
    return (other.stand_in_id, other.first_day, other.last_day) == (
        cover.stand_in_id,
        cover.first_day,
        cover.last_day,
    )


def errors_of_days(cover: Cover) -> dict[str, str]:
    """Return what is wrong with the days of cover that is entered today, by field."""
    if cover.first_day < timezone.localdate():
        return {"first_day": "This day is past. Cover begins today at the earliest."}
    if cover.last_day < cover.first_day:
        return {"last_day": "The last day is before the first. Are they the wrong way round?"}
    if days_in(cover) > LONGEST_DAYS:
        return {
            "last_day": "Cover is for a year at most. For longer, an administrator adds the person to the group under "
            "Settings → Users."
        }
    return {}


def reason_against_stand_in(cover: Cover) -> str:
    """Return why the person can't stand in for members of the group on these days, or an empty string."""
    if permanent_members(cover.group).filter(pk=cover.stand_in_id).exists():
        return f"{cover.stand_in} is in the group {cover.group} already, and needs no cover."
    for other in overlapping(cover):
        if is_same(other, cover):
            continue
        # One person decides as chair, so that everybody knows who.
        if cover.role == Role.CHAIR or other.stand_in_id == cover.stand_in_id:
            return f"{other.stand_in} stands in {days_of(other)} already. End that first, or choose other days."
    return ""


def questions(cover: Cover) -> list[str]:
    """Return what is unusual about cover that may be entered all the same."""
    others = [other for other in overlapping(cover) if not is_same(other, cover)]
    asked = [f"{other.stand_in} stands in {days_of(other)} too." for other in others]
    if days_in(cover) > USUAL_DAYS:
        asked.append(f"This is {days_in(cover)} days. Is the last day right?")
    if cover.role == Role.CHAIR and is_only_moderator(cover.stand_in):
        asked.append(
            f"{cover.stand_in} is the only moderator. A statement takes two people, so none can be approved until "
            "another person reviews, or the chair is back."
        )
    return asked


def is_only_moderator(user) -> bool:
    """Return whether a user is the one member of every group of moderators that they are in."""
    groups = [group for group, role in role_groups().items() if role == Role.MODERATOR]
    members = {member for group in groups for member in group.user_set.filter(is_active=True)}
    return members == {user}


def enter_cover(cover: Cover, user) -> Cover:
    """
    Save new cover, begin it if it is for today, and mail those whom it concerns; return it.

    The same entered twice, as by a double click, is one. Raises ``ValidationError`` where another person has entered
    cover for these days meanwhile.
    """
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=cover.group_id)
        for other in overlapping(cover):
            if is_same(other, cover):
                return other
        if reason := reason_against_stand_in(cover):
            raise ValidationError(reason)
        cover.entered_by = user
        cover.save()
        log(cover.stand_in, ENTERED, user=user, data=log_data(cover))
        send_cover_entered(cover, user)
        apply_due_cover()
    return cover


def end_cover_early(cover: Cover, user) -> bool:
    """End cover now, or call it off, and mail those whom it concerns; return whether it was still to end."""
    with transaction.atomic():
        ended = end_cover(cover, user)
        if ended:
            send_cover_ended(cover, user)
    return ended


def entered_message(cover: Cover) -> str:
    """Return what is said when cover is entered, with a warning where the stand-in can't decide yet."""
    text = f"{cover.stand_in} stands in for {cover.get_role_display()} {days_of(cover)}, and is told by mail."
    if second_factor_is_missing(cover.stand_in):
        text += f" {cover.stand_in} has no second factor yet and has to set one up before deciding: ask for it now."
    return text
