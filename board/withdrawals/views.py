"""Taking a page down with a notice."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from board.admin import BoardAdminView
from board.basepage.models import BasePage

from .forms import WithdrawForm
from .models import Withdrawal


class WithdrawView(BoardAdminView, FormView):
    """One person may take anything down at once; putting it back takes two."""

    template_name = "withdrawals/withdraw.html"
    form_class = WithdrawForm
    header_icon = "cross"

    def dispatch(self, request, *args, **kwargs):
        """Let in whoever may unpublish the page."""
        self.page = get_object_or_404(BasePage, pk=kwargs["page_id"]).specific
        if not self.page.live:
            messages.error(
                request, f"“{self.page.get_admin_display_title()}” is not public, so there is nothing to do."
            )
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        if not self.page.permissions_for_user(request.user).can_unpublish():
            messages.error(request, "Only a moderator can take a page down. Ask one of them.")
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return what is withdrawn."""
        return f"Withdraw “{self.page.get_admin_display_title()}”"

    def form_valid(self, form):
        """Take the page down."""
        Withdrawal.withdraw(self.page, self.request.user, form.cleaned_data["reason"])
        messages.success(
            self.request, f"“{self.page.get_admin_display_title()}” is withdrawn. Its address says so, and no more."
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)
