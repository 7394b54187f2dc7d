"""People with a new account choose their password themselves: they are invited to do so by mail."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from board.mail import TemplateMail, site_url

from .models import User
from .password_reset import reset_url


def invite(user: User) -> None:
    """Mail to the owner of an account, in the current transaction, how to choose a password."""
    context = {
        "user": user,
        "url": reset_url(user),
        "later_url": site_url("account_reset_password"),
        "site": settings.BASE_URL,
    }
    TemplateMail.render("invitation", context).send([user.email])


def invite_new_user(request, user: User) -> None:
    """Leave the account that was made in the admin without a password, and invite its owner (Wagtail's hook)."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    invite(user)
    messages.info(request, f"We have sent a mail to {user.email} with a link to choose a password.")


class InviteView(WagtailAdminTemplateMixin, TemplateView):
    """Asks whether the owner of an account is to be mailed a link to choose a password, and mails it."""

    template_name = "accounts/invite.html"
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        """Require the right to change users, and an account that can sign in and has an address."""
        self.user = get_object_or_404(User, pk=kwargs["user_id"])
        if not policy_registry.get_by_type(User).user_has_permission_for_instance(request.user, "change", self.user):
            raise PermissionDenied
        if not self.user.is_active or not self.user.email:
            messages.error(request, f"“{self.user}” has no address, or is not active: no mail would reach its owner.")
            return redirect("wagtailusers_users:edit", self.user.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Send “{self.user}” a link to choose a password"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"account": self.user}

    def post(self, request, *args, **kwargs):
        """Mail the link."""
        invite(self.user)
        messages.success(request, f"We have sent a mail to {self.user.email}.")
        return redirect("wagtailusers_users:edit", self.user.pk)
