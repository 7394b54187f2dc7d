"""The admin's pages of who may do what, of cover, and of a person who leaves."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from board.admin import BoardAdminView
from board.cover.models import Cover

from .abilities import ability_rows, active_people, members_of, people_beyond_one_group
from .entering import days_of, end_cover_early, enter_cover, entered_message
from .forms import CoverForm, LeavingForm
from .leaving import has_left, leave_board
from .permissions import (
    groups_to_cover,
    may_change_people,
    may_end,
    may_enter_cover,
    may_see_people,
    reason_against_leaving,
    visible_cover,
)
from .reports import PeopleReport
from .responsibilities import gaps, responsibilities

# How much of past cover the page shows.
PAST_COVER = 20


class PeopleFormView(BoardAdminView, FormView):
    """A form that stands below a list, and so says at the top of the page where to look when nothing was done."""

    def form_invalid(self, form):
        """Show the form again, with what is asked or wrong."""
        messages.error(self.request, "Nothing is done yet. Look at the form below.")
        return super().form_invalid(form)


class WhoMayDoWhatView(BoardAdminView, TemplateView):
    """What each group may do and who is in it, made from the permissions as they are."""

    template_name = "roles/who_may_do_what.html"
    page_title = "Who may do what"
    header_icon = "key"

    def dispatch(self, request, *args, **kwargs):
        """Require a user who may see accounts."""
        if not may_see_people(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add the groups with their members, what they may do, and the people with more than one group's rights."""
        groups = list(Group.objects.order_by("name"))
        people = active_people()
        return {
            **super().get_context_data(**kwargs),
            "groups": groups,
            "members": [members_of(group, people) for group in groups],
            "administrators": [str(user) for user in people if user.is_superuser],
            "rows": ability_rows(groups),
            "people": people_beyond_one_group(people),
            "without_role": [str(user) for user in people if not (user.is_superuser or user.groups.all())],
        }


class CoverView(PeopleFormView):
    """Who stands in for whom, and the form to enter it."""

    template_name = "roles/cover.html"
    form_class = CoverForm
    page_title = "Cover"
    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        """Require a chair or an administrator."""
        self.groups = groups_to_cover(request.user)
        if not self.groups:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user, "groups": self.groups}

    def get_initial(self):
        return {"first_day": timezone.localdate()}

    def get_context_data(self, **kwargs):
        """Add the cover that runs or is to come, and the latest that is over."""
        cover = visible_cover(self.request.user).select_related("group", "stand_in", "entered_by")
        return {
            **super().get_context_data(**kwargs),
            "current": [(each, days_of(each)) for each in cover.not_over()],
            "past": [(each, days_of(each)) for each in cover.exclude(ended_at=None)[:PAST_COVER]],
        }

    def form_valid(self, form):
        """Enter the cover, or show the form again where another person was quicker."""
        try:
            cover = enter_cover(form.cover, self.request.user)
        except ValidationError as error:
            form.add_error("stand_in", error)
            return self.form_invalid(form)
        messages.success(self.request, entered_message(cover))
        return redirect("roles:cover")


class EndCoverView(View):
    """The end of cover before its last day."""

    http_method_names = ["post"]

    def post(self, request, cover_id):
        """End the cover, by those who may enter it or by the stand-in."""
        cover = get_object_or_404(Cover.objects.select_related("group", "stand_in"), pk=cover_id)
        if not may_end(cover, request.user):
            raise PermissionDenied
        if end_cover_early(cover, request.user):
            messages.success(request, f"{cover.stand_in} no longer stands in for {cover.get_role_display()}.")
        else:
            messages.info(request, "This cover is over already.")
        return redirect("roles:cover" if may_enter_cover(request.user) else "wagtailadmin_home")


class LeavingView(PeopleFormView):
    """What hangs on a person, who takes it over, and the end of the account, in one action."""

    template_name = "roles/leaving.html"
    form_class = LeavingForm
    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        """Require a user who may change accounts, and a person who has not left and may be let go."""
        if not may_change_people(request.user):
            raise PermissionDenied
        self.person = get_object_or_404(get_user_model(), pk=kwargs["user_id"])
        if has_left(self.person):
            messages.info(request, f"{self.person} has left already.")
            return redirect(PeopleReport.index_url_name)
        if reason := reason_against_leaving(self.person, request.user):
            messages.error(request, reason)
            return redirect(PeopleReport.index_url_name)
        self.responsibilities = responsibilities(self.person)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{self.person} leaves the board"

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "person": self.person,
            "needs_successor": any(each.is_handed_over for each in self.responsibilities),
            "warning": gaps(self.person),
        }

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "person": self.person, "responsibilities": self.responsibilities}

    def form_valid(self, form):
        """Close the account and hand over, or show what has changed meanwhile."""
        successor = form.cleaned_data.get("successor")
        try:
            leave_board(self.person, successor, self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        told = f" {successor} takes over, and is told by mail." if successor else ""
        messages.success(
            self.request, f"{self.person} has left: the account is closed, and what they decided stays.{told}"
        )
        return redirect(PeopleReport.index_url_name)
