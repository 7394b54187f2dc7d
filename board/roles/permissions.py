"""Who may see the people who work here, enter cover, and let a person leave."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.permissions import policy_registry

from board.cover.models import Cover

Role = Cover.Role


def may_see_people(user) -> bool:
    """Return whether a user may read who works here and what each may do: by any permission on accounts."""
    policy = policy_registry.get_by_type(get_user_model())
    return bool(policy.user_has_any_permission(user, {"add", "change", "delete", "view"}))


def may_change_people(user) -> bool:
    """Return whether a user may change accounts, which is what makes an administrator here."""
    return bool(policy_registry.get_by_type(get_user_model()).user_has_permission(user, "change"))


def role_groups() -> dict[Group, Role]:
    """Return the groups that decide at a step of a workflow, each with whom its members stand in for."""
    moderators = Group.objects.filter(editorialreviewtask__active=True)
    chairs = Group.objects.filter(statementapprovaltask__active=True)
    return dict.fromkeys(moderators, Role.MODERATOR) | dict.fromkeys(chairs, Role.CHAIR)


def permanent_members(group):
    """Return the active members of a group who do not just stand in."""
    standing_in = Cover.objects.running().filter(group=group).values("stand_in")
    return group.user_set.filter(is_active=True).exclude(pk__in=standing_in)


def own_chair_groups(user):
    """Return the groups of chairs that a user is in for good; a person who stands in can't pass that on."""
    standing_in = Cover.objects.running().filter(stand_in=user).values("group")
    groups = Group.objects.filter(statementapprovaltask__active=True, user=user)
    return groups.exclude(pk__in=standing_in).distinct()


def may_enter_cover(user) -> bool:
    """Return whether a user may enter any cover."""
    return may_change_people(user) or own_chair_groups(user).exists()


def groups_to_cover(user) -> dict[Group, Role]:
    """Return the groups for which a user may enter cover: an administrator for all, a chair for their own."""
    return role_groups() if may_change_people(user) else dict.fromkeys(own_chair_groups(user), Role.CHAIR)


def visible_cover(user):
    """Return the cover that a user may read and end: an administrator all, also of a group that decides no more."""
    if may_change_people(user):
        return Cover.objects.all()
    return Cover.objects.filter(group__in=own_chair_groups(user))


def may_end(cover: Cover, user) -> bool:
    """Return whether a user may end cover: who may enter it, or the stand-in, who gives it back."""
    return cover.stand_in_id == user.pk or visible_cover(user).filter(pk=cover.pk).exists()


def reason_against_leaving(person, user) -> str:
    """Return why a user can't let a person leave the board, or an empty string."""
    if not may_change_people(user):
        return "Only a person who may change accounts can do this."
    if person.pk == user.pk:
        return "You can’t end your own account. Ask another administrator."
    if not person.is_superuser:
        return ""
    if not user.is_superuser:
        return f"{person} is an administrator of the whole site, so another such administrator has to do this."
    others = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        return f"{person} is the only administrator. Make another person administrator first."
    return ""
