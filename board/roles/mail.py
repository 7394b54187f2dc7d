"""Mails about cover and about what a person who leaves has handed over."""

from board.cover.models import Cover
from board.mail import admin_url
from board.publishing.mail import send

from .permissions import permanent_members


def send_cover_entered(cover: Cover, user) -> None:
    """Tell the stand-in, and those for whom they stand in, that a user has entered cover."""
    context = {"cover": cover, "user": user, "url": admin_url("wagtailadmin_home")}
    send([cover.stand_in], "cover_stand_in", context)
    others = permanent_members(cover.group).exclude(pk__in=[user.pk, cover.stand_in_id])
    send(others, "cover_entered", {**context, "url": admin_url("roles:cover")})


def send_cover_ended(cover: Cover, user) -> None:
    """Tell the stand-in, and those for whom they stood in, that a user has ended cover before its last day."""
    people = {cover.stand_in, *permanent_members(cover.group)} - {user}
    send(people, "cover_ended", {"cover": cover, "user": user})


def send_handed_over(person, successor, user, handed_over: list[str]) -> None:
    """Tell a user what they have taken over from a person who has left the board."""
    context = {"person": person, "user": user, "handed_over": handed_over, "url": admin_url("wagtailadmin_home")}
    send([successor], "handed_over", context)
