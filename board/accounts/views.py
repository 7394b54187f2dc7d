"""Pages of accounts that django-allauth has not, or that know more of this site."""

from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from .adapters import SecondFactorAdapter, has_passkey_domain
from .middleware import NEXT_SESSION_KEY
from .second_factor import SKIPPED_SESSION_KEY, advice_on_factors, lacks_second_factor, needs_second_factor


def page_not_found(request, **kwargs) -> HttpResponse:
    """Raise ``Http404``: the site has no such page of django-allauth."""
    raise Http404("This site does not offer that.")


def url_to_go_on(request) -> str:
    """Return where a user was going when the second factor was asked for, or the admin."""
    return request.session.get(NEXT_SESSION_KEY) or reverse("wagtailadmin_home")


class SignInMethodsView(IndexView):
    """Everything by which a user signs in, and what is missing."""

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        is_missing = lacks_second_factor(self.request, user)
        return super().get_context_data(**kwargs) | {
            "is_missing": is_missing,
            "can_skip": is_missing and settings.SECOND_FACTOR == "skippable",
            "advice": "" if is_missing or not needs_second_factor(user) else advice_on_factors(user),
            "has_passkey_domain": has_passkey_domain(self.request),
            "url_to_go_on": url_to_go_on(self.request),
            "may_enter_admin": user.has_perm("wagtailadmin.access_admin"),
        }


class RemovePasskeyView(RemoveWebAuthnView):
    """Removes a passkey, unless it is the last factor of a user who needs one."""

    def form_valid(self, form) -> HttpResponse:
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)


@require_POST
@login_required
def skip_second_factor(request) -> HttpResponse:
    """Put off setting up a second factor until the next sign-in. Raises ``Http404`` except in the demo."""
    if settings.SECOND_FACTOR != "skippable":
        raise Http404("Only the demo lets a second factor be put off.")
    request.session[SKIPPED_SESSION_KEY] = True
    return redirect(url_to_go_on(request))
