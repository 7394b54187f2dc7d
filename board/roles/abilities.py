"""Who may do what, read from the permissions as they are at this moment."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.text import get_text_list
from wagtail import hooks
from wagtail.models import (
    AbstractGroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Task,
    WorkflowPage,
)

from board.cover.models import Cover
from board.publishing.models import StatementApprovalTask

from . import phrases

EVERYWHERE = "everywhere"
YES = "yes"


class Grant(NamedTuple):
    """Something that a group may do; without a group, what can be granted and only administrators have."""

    section: str
    label: str
    group_id: int | None
    # Where, or what of several things.
    entry: str


class Row(NamedTuple):
    """A line of the table: what may be done, what each group may do of it, and whether administrators may."""

    section: str
    label: str
    cells: list[str]
    administrators: str = YES


class Person(NamedTuple):
    """A person with more than the rights of one group."""

    user: object
    rights: list[str]


def place_name(page_or_collection, title: str) -> str:
    """Return where a permission holds: a page's title or a collection's name, with all below it."""
    return EVERYWHERE if page_or_collection.depth == 1 else f"under {title}"


def task_grants() -> Iterator[Grant]:
    """Yield who decides at the steps of workflows, and where."""
    places = defaultdict(list)
    for use in WorkflowPage.objects.filter(workflow__active=True).select_related("page"):
        places[use.workflow_id].append(place_name(use.page, use.page.get_admin_display_title()))
    tasks = Task.objects.filter(active=True).prefetch_related("workflow_tasks")
    for task in (each.specific for each in tasks):
        if not isinstance(task, AbstractGroupApprovalTask):
            continue
        label = phrases.BY_TASK.get(type(task), f"Decide at the step “{task.name}”")
        where = [place for use in task.workflow_tasks.all() for place in places[use.workflow_id]]
        for group in task.groups.all():
            yield from (Grant(phrases.DECISIONS, label, group.pk, place) for place in where)


def page_grants() -> Iterator[Grant]:
    """Yield what groups may do with pages, and where. Who puts out held statements has a step in a workflow too."""
    permissions = GroupPagePermission.objects.select_related("page", "permission__content_type")
    permissions = permissions.order_by("permission__codename", "page__path")
    deciding = {grant.group_id for grant in task_grants()}
    for granted in permissions:
        where = place_name(granted.page, granted.page.get_admin_display_title())
        action = phrases.action_of(granted.permission)
        for label in phrases.ON_PAGES.get(action, [granted.permission.name]):
            yield Grant(phrases.PAGES, label, granted.group_id, where)
        if action == "publish" and granted.group_id in deciding:
            yield Grant(phrases.DECISIONS, phrases.PUT_OUT_HELD, granted.group_id, where)


def file_grants() -> Iterator[Grant]:
    """Yield what groups may do with the files of collections, and with collections."""
    permissions = GroupCollectionPermission.objects.select_related("collection", "permission__content_type")
    permissions = permissions.order_by("permission__content_type__model", "permission__codename", "collection__path")
    for granted in permissions:
        where = place_name(granted.collection, granted.collection.name)
        files = phrases.name_of_objects(granted.permission)
        known = phrases.ON_FILES.get(phrases.action_of(granted.permission))
        label = known.format(files=files) if known else granted.permission.name.removeprefix("Can ").capitalize()
        yield Grant(phrases.FILES, label, granted.group_id, where)


def by_collection(permission: Permission) -> bool:
    """Return whether Wagtail asks collections for a permission, so that it counts for nothing on the model."""
    return permission.content_type.app_label in {"wagtaildocs", "wagtailimages"}


def model_grants() -> Iterator[Grant]:
    """Yield what groups may do with settings, lists, people and the like, and what only administrators may."""
    granted = Group.permissions.through.objects.values_list("permission", "group")
    groups_of: dict[int, list[int | None]] = defaultdict(list)
    for permission_id, group_id in granted:
        groups_of[permission_id].append(group_id)
    registered = Permission.objects.none()
    for register in hooks.get_hooks("register_permissions"):
        registered |= register()
    offered = set(registered.values_list("pk", flat=True))
    wanted = Permission.objects.filter(pk__in={*groups_of, *offered}).select_related("content_type")
    for permission in wanted.order_by("content_type__app_label", "content_type__model", "pk"):
        if by_collection(permission):
            continue
        section, label, entry = phrases.phrase_of(permission)
        yield from (Grant(section, label, group, entry) for group in groups_of.get(permission.pk, [None]))
    on_sites = GroupSitePermission.objects.select_related("site", "permission__content_type")
    for each in on_sites:
        section, label, entry = phrases.phrase_of(each.permission)
        yield Grant(section, label, each.group_id, f"{entry} for {each.site}")


def in_order(entries: list[str]) -> list[str]:
    """Return the entries of a cell with verbs in the usual order: add, change, delete, see."""
    first = [EVERYWHERE, *phrases.VERBS.values()]
    return sorted(entries, key=lambda entry: first.index(entry) if entry in first else len(first))


def ability_rows(groups: list[Group]) -> list[Row]:
    """Return the lines of the table of what some groups may do, by sections."""
    grants = [*task_grants(), *page_grants(), *file_grants(), *model_grants()]
    entries: dict = defaultdict(lambda: defaultdict(list))
    for grant in grants:
        cell = entries[grant.section, grant.label][grant.group_id]
        if grant.entry not in cell:
            cell.append(grant.entry)
    decide = phrases.BY_TASK[StatementApprovalTask]
    rows = [
        Row(
            section,
            label,
            [", ".join(in_order(cells.get(group.pk, []))) for group in groups],
            administrators="only in a group that does" if label == decide else YES,
        )
        for (section, label), cells in entries.items()
    ]
    return sorted(rows, key=lambda row: phrases.SECTIONS.index(row.section))


def active_people() -> list:
    """Return the active users by name, with their groups, permissions of their own and cover."""
    users = get_user_model().objects.filter(is_active=True).order_by("first_name", "last_name", "username")
    running = Prefetch("cover", Cover.objects.running(), to_attr="running_cover")
    return list(users.prefetch_related("groups", "user_permissions__content_type", running))


def roles_of(user) -> list[str]:
    """Return the roles of a user that ``active_people`` has read, with until when they stand in."""
    last_days = {cover.group_id: date_format(cover.last_day, "j F Y") for cover in user.running_cover}
    roles = [
        f"{group.name} (stands in until {last_days[group.pk]})" if group.pk in last_days else group.name
        for group in user.groups.all()
    ]
    return [*(["Administrator"] if user.is_superuser else []), *sorted(roles)]


def own_permissions(user) -> list[str]:
    """Return the permissions that a user has past every group, in words."""
    words = []
    for permission in user.user_permissions.all():
        _, label, entry = phrases.phrase_of(permission)
        words.append(label if entry == YES else f"{label}: {entry}")
    return sorted(words)


def people_beyond_one_group(people) -> list[Person]:
    """Return the people with several roles, with permissions of their own, or with all rights, and which these are."""
    found = []
    for user in people:
        own = own_permissions(user)
        roles = roles_of(user)
        if not (user.is_superuser or own or len(roles) > 1):
            continue
        rights = [get_text_list(roles, "and")] if roles else []
        if own:
            rights.append(f"granted to them alone: {'; '.join(own)}")
        found.append(Person(user, rights))
    return found


def members_of(group, people) -> list[str]:
    """Return the names of a group's active members, with until when they stand in."""
    names = []
    for user in people:
        if group in user.groups.all():
            until = [cover.last_day for cover in user.running_cover if cover.group_id == group.pk]
            names.append(f"{user} (until {date_format(until[0], 'j F Y')})" if until else str(user))
    return names
