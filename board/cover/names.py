"""How records name a person who stands in for another."""

from django.utils.text import get_text_list

from board.accounts.models import MAX_NAME

from .models import Cover


def roles_stood_in_for(user, groups=None) -> list[str]:
    """Return for whom a user stands in now, such as "the chair"; with ``groups``, a query set, in those alone."""
    cover = Cover.objects.running().filter(stand_in_id=user.pk)
    if groups is not None:
        cover = cover.filter(group__in=groups)
    return [Cover.Role(role).label for role in sorted(set(cover.order_by().values_list("role", flat=True)))]


def name_in_roles(user, roles: list[str]) -> str:
    """
    Return a user's name for a record of what they did for others.

    Such as "Ann Example (standing in for the chair)", never longer than the register's columns.
    """
    if not roles:
        return str(user)
    suffix = f" (standing in for {get_text_list(roles, 'and')})"
    return f"{str(user)[: MAX_NAME - len(suffix)]}{suffix}"


def name_with_cover(user, groups=None) -> str:
    """Return a user's name for a record, with the roles in which they stand in now, of some groups or of any."""
    return name_in_roles(user, roles_stood_in_for(user, groups))
