"""Where users are signed in: their own page, and an administrator's page of another user."""

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView
from wagtail.log_actions import log

from board.admin import BoardAdminView

from .browsers import describe_browser
from .models import KnownDevice
from .sessions import end_sessions

END_SESSIONS = "accounts.end_sessions"


def described(sessions) -> list[UserSession]:
    """Return sessions, the last used first, each with its browser in words."""
    for session in sessions:
        session.browser = describe_browser(session.user_agent)
    return sorted(sessions, key=lambda session: session.last_seen_at, reverse=True)


class SessionsView(ListUserSessionsView):
    """The sessions of a user, who may end each of them, or all but this one."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {"sessions": described(context["sessions"])}

    def form_valid(self, form) -> HttpResponse:
        """End one session, or with allauth's own form all others."""
        pk = self.request.POST.get("session")
        if not pk:
            return super().form_valid(form)
        session = UserSession.objects.filter(user=self.request.user, pk=pk).first() if pk.isdecimal() else None
        if session and session.is_current():
            return redirect("account_logout")
        if session:
            session.end()
        messages.success(self.request, "That session has ended.")
        return redirect(self.get_success_url())


class SessionsOfUserView(BoardAdminView, TemplateView):
    """The sessions of another user, which an administrator may end."""

    template_name = "accounts/sessions_of_user.html"
    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("accounts.change_user"):
            raise PermissionDenied
        self.owner = get_object_or_404(get_user_model(), pk=kwargs["user_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Where {self.owner} is signed in"

    def get_context_data(self, **kwargs) -> dict:
        sessions = described(UserSession.objects.purge_and_list(self.owner))
        return super().get_context_data(**kwargs) | {"owner": self.owner, "sessions": sessions}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """End all sessions of the user, and let none of their browsers be known any more."""
        end_sessions(self.owner)
        KnownDevice.objects.filter(user=self.owner).delete()
        log(instance=self.owner, action=END_SESSIONS, user=request.user)
        messages.success(request, f"{self.owner} is signed out everywhere.")
        return redirect("user_sessions", self.owner.pk)
