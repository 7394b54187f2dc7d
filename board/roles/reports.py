"""The report of people: roles, second factors, and who has not signed in for long."""

import datetime as dt

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Prefetch, Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from board.accounts.second_factor import DECIDING_ON_ACCOUNTS, FACTOR_TYPES, groups_that_need_second_factor
from board.admin import BoardReportView
from board.cover.models import Cover

from .abilities import roles_of
from .permissions import may_change_people
from .second_factors import factors_in_words

ABSENT_DAYS = 90


def not_signed_in_since(users, moment: dt.datetime):
    """Return those of some users who could sign in, and have not since a time, though their account is that old."""
    never = Q(last_login=None, date_joined__lt=moment)
    return users.filter(Q(last_login__lt=moment) | never, is_active=True)


class PeopleFilterSet(WagtailFilterSet):
    """Filters by sign-in, by group and by whether the account is open."""

    signed_in = django_filters.ChoiceFilter(
        label="Last sign-in",
        choices=[("absent", f"Not for {ABSENT_DAYS} days")],
        method="filter_signed_in",
        empty_label="Any",
        widget=RadioSelect,
    )
    factor = django_filters.ChoiceFilter(
        label="Second factor",
        choices=[("none", "None")],
        method="filter_factor",
        empty_label="Any",
        widget=RadioSelect,
    )
    account = django_filters.ChoiceFilter(
        label="Account",
        choices=[("open", "Open"), ("closed", "Closed")],
        method="filter_account",
        empty_label="Any",
        widget=RadioSelect,
    )
    groups = django_filters.ModelMultipleChoiceFilter(
        label="Group", queryset=Group.objects.order_by("name"), widget=CheckboxSelectMultiple
    )

    class Meta:
        model = get_user_model()
        fields: list[str] = []

    def filter_signed_in(self, queryset, name, value):
        """Return those who have not signed in for long."""
        return not_signed_in_since(queryset, timezone.now() - dt.timedelta(days=ABSENT_DAYS))

    def filter_factor(self, queryset, name, value):
        """Return those with no second factor."""
        return queryset.exclude(authenticator__type__in=FACTOR_TYPES)

    def filter_account(self, queryset, name, value):
        """Return the accounts that are open, or closed."""
        return queryset.filter(is_active=value == "open")


class PersonColumn(TitleColumn):
    """A link to the form of an account, whose name is not broken within a word on a phone."""

    cell_template_name = "roles/person_cell.html"


class LeavingColumn(Column):
    """A link to the page on which the person of a row leaves the board."""

    cell_template_name = "roles/leaving_cell.html"


class PeopleReport(BoardReportView):
    """Every account, for those who may see users."""

    model = get_user_model()
    page_title = "People"
    header_icon = "group"
    index_url_name = "people"
    index_results_url_name = "people_results"
    any_permission_required = ["add", "change", "delete", "view"]
    filterset_class = PeopleFilterSet
    verbose_name_plural = "people"
    export_filename = "people"
    export_headings = {
        "name": "Name",
        "username": "User name",
        "email": "Email",
        "roles": "Roles",
        "factors": "Second factor",
        "signed_in": "Last sign-in",
        "account": "Account",
    }
    list_export = list(export_headings)

    @property
    def columns(self):
        """Return the columns; those who may not change accounts get no links to forms."""
        may_change = may_change_people(self.request.user)
        name = PersonColumn("name", label="Name", get_url=edit_url) if may_change else Column("name", label="Name")
        fields = ("roles", "factors", "signed_in", "account")
        shown = [Column(field, label=self.export_headings[field]) for field in fields]
        return [name, *shown, *([LeavingColumn("leaving", label="Leaving", accessor="pk")] if may_change else [])]

    def get_base_queryset(self):
        running = Prefetch("cover", Cover.objects.running(), to_attr="running_cover")
        users = get_user_model().objects.prefetch_related(
            "groups", "authenticator_set", "user_permissions__content_type", running
        )
        return users.order_by("-is_active", "first_name", "last_name", "username")

    def decorate_paginated_queryset(self, object_list):
        return described(object_list)

    def stream_csv(self, queryset):
        yield from super().stream_csv(described(queryset))

    def write_xlsx(self, queryset, output):
        return super().write_xlsx(described(queryset), output)


def permission_name(permission) -> str:
    """Return a permission as ``has_perm`` takes it."""
    return f"{permission.content_type.app_label}.{permission.codename}"


def edit_url(user) -> str:
    """Return the address of the form of an account."""
    return reverse("wagtailusers_users:edit", args=[user.pk])


def described(users) -> list:
    """Return users with the attributes that the columns show."""
    needing = set(groups_that_need_second_factor().values_list("pk", flat=True))
    return [describe(user, needing) for user in users]


def describe(user, groups_with_factor: set[int]):
    """Return a user with what the columns show; members of some groups, and administrators, need a second factor."""
    user.name = str(user)
    user.roles = ", ".join(roles_of(user)) or "none"
    types = [factor.type for factor in user.authenticator_set.all()]
    user.factors = factors_in_words(types)
    if not FACTOR_TYPES.intersection(types):
        is_needed = user.is_active and (
            user.is_superuser
            or any(group.pk in groups_with_factor for group in user.groups.all())
            or any(permission_name(permission) in DECIDING_ON_ACCOUNTS for permission in user.user_permissions.all())
        )
        user.factors = "none, though needed" if is_needed else "none"
    user.signed_in = timezone.localdate(user.last_login) if user.last_login else "never"
    user.account = "open" if user.is_active else "closed"
    return user
