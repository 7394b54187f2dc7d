"""Lost second factors in the admin, and the owner's objection."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from board.admin import BoardAdminView

from .forms import CallBackForm, CancelForm, StartForm
from .mail import reset_of_token
from .models import FactorReset
from .procedure import (
    CALL_BACK,
    START,
    cancel,
    object_to,
    reason_against_call_back,
    reason_against_start,
    record_call_back,
    start_reset,
)


def may_see_resets(user: Any) -> bool:
    """Return whether a user may read who lost a second factor and what was done about it."""
    return bool(user.has_perm(START) or user.has_perm(CALL_BACK))


class StartView(BoardAdminView, FormView):
    """The start of a reset, by an administrator."""

    template_name = "lost_factors/start.html"
    form_class = StartForm
    header_icon = "key"

    def dispatch(self, request, *args, **kwargs):
        """Lead back with the reason where the reset can't be started."""
        if not request.user.has_perm(START):
            raise PermissionDenied
        self.owner = get_object_or_404(get_user_model(), pk=kwargs["user_id"])
        if under_way := FactorReset.objects.open().filter(user=self.owner).first():
            messages.warning(request, f"A reset for {self.owner} is under way already.")
            return redirect("lost_factors:reset", under_way.pk)
        if against := reason_against_start(self.owner, request.user):
            messages.error(request, against)
            return redirect("wagtailusers_users:index")
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Reset the lost second factor of {self.owner}"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "owner": self.owner}

    def form_valid(self, form):
        """Start the reset, and lead to its page."""
        try:
            reset = start_reset(self.owner, self.request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.request.path)
        messages.success(
            self.request, f"Started, and {self.owner} is mailed. Another person has to ring back and record it here."
        )
        return redirect("lost_factors:reset", reset.pk)


class ResetView(BoardAdminView, TemplateView):
    """A reset: what was done, and what can be done next."""

    template_name = "lost_factors/reset.html"
    header_icon = "key"

    def dispatch(self, request, *args, **kwargs):
        """Require a person who may take one of the steps."""
        if not may_see_resets(request.user):
            raise PermissionDenied
        self.reset = get_object_or_404(FactorReset, pk=kwargs["reset_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Lost second factor of {self.reset.user_name}"

    def get_context_data(self, **kwargs):
        """Add the events, the steps that this user can take, and why not the call-back."""
        is_open = self.reset.ended_at is None
        return {
            **super().get_context_data(**kwargs),
            "reset": self.reset,
            "events": self.reset.events.all(),
            "is_open": is_open,
            "against_call_back": reason_against_call_back(self.reset, self.request.user) if is_open else "",
        }


class StepView(ResetView, FormView):
    """A step that ends or furthers a reset; its page leads back to that of the reset."""

    def form_valid(self, form):
        """Take the step, and lead to the reset with what came of it."""
        try:
            messages.success(self.request, self.take_step(form.cleaned_data))
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        return redirect("lost_factors:reset", self.reset.pk)

    def take_step(self, data: dict[str, Any]) -> str:
        """Take the step and return the message of success; raises ``ValidationError`` where it is refused."""
        raise NotImplementedError


class CallBackView(StepView):
    """The record of the call-back, by a second person."""

    template_name = "lost_factors/call_back.html"
    form_class = CallBackForm

    def get(self, request, *args, **kwargs):
        """Return the form, or lead back with the reason where this user can't record the call-back."""
        against = reason_against_call_back(self.reset, request.user)
        if self.reset.ended_at or against:
            messages.error(request, against or "This reset has ended already.")
            return redirect("lost_factors:reset", self.reset.pk)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Ring {self.reset.user_name} back"

    def take_step(self, data: dict[str, Any]) -> str:
        reset = record_call_back(self.reset, self.request.user, **data)
        if reset.ended_at:
            return "Recorded. Nothing is reset, and those concerned are mailed."
        time = date_format(localtime(reset.effective_at), "H:i")
        return f"Recorded. The second factors are removed at {time}, unless the owner objects."


class CancelView(StepView):
    """The end of a reset that should not go on."""

    template_name = "lost_factors/cancel.html"
    form_class = CancelForm

    def get_page_title(self) -> str:
        return f"Cancel the reset for {self.reset.user_name}"

    def take_step(self, data: dict[str, Any]) -> str:
        cancel(self.reset, self.request.user, **data)
        return "Cancelled. Nothing is reset."


@method_decorator(never_cache, name="dispatch")
class ObjectView(TemplateView):
    """The owner's objection, by the link in the mail. It asks first: mail programs open links by themselves."""

    template_name = "lost_factors/object.html"

    def dispatch(self, request, *args, **kwargs):
        """Raise ``Http404`` for a link that this site has not made."""
        reset = reset_of_token(kwargs["token"])
        if reset is None:
            raise Http404("There is no such reset.")
        self.reset = reset
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        newer = FactorReset.objects.open().filter(user=self.reset.user, pk__gt=self.reset.pk)
        return {
            **super().get_context_data(**kwargs),
            "reset": self.reset,
            "last_event": self.reset.events.last(),
            "has_newer": bool(self.reset.user) and newer.exists(),
        }

    def post(self, request, *args, **kwargs):
        """End the reset, and say so; one that has ended meanwhile is shown as it is."""
        try:
            object_to(self.reset)
        except ValidationError:
            self.reset.refresh_from_db()
        return redirect(reverse("lost_factors_object", args=[kwargs["token"]]))
