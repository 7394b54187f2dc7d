"""Withdrawing a page."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from board.admin import BoardAdminView
from board.basepage.dependants import effects_of_taking_down, is_home_page, reason_to_keep_home_page
from board.basepage.models import BasePage

from .models import Withdrawal


class WithdrawForm(forms.Form):
    """The reason, from a list that repeats nothing of the page."""

    reason = forms.ChoiceField(
        label="What readers are told", choices=Withdrawal.Reason.choices, widget=forms.RadioSelect
    )


class WithdrawView(BoardAdminView, FormView):
    """The form that withdraws a page. This takes one person; publishing the page again takes two."""

    template_name = "withdrawals/withdraw.html"
    form_class = WithdrawForm
    header_icon = "cross"

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(BasePage, pk=kwargs["page_id"]).specific
        if not self.page.live:
            messages.error(
                request, f"“{self.page.get_admin_display_title()}” is not public, so there is nothing to do."
            )
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        if is_home_page(self.page):
            messages.error(request, reason_to_keep_home_page(self.page))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        if not self.page.permissions_for_user(request.user).can_unpublish():
            messages.error(request, "Only a moderator can take a page down. Ask one of them.")
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Withdraw “{self.page.get_admin_display_title()}”"

    def get_context_data(self, **kwargs):
        """Add what else readers lose."""
        return {
            **super().get_context_data(**kwargs),
            "title": self.page.get_admin_display_title(),
            "effects": effects_of_taking_down(self.page),
        }

    def form_valid(self, form):
        Withdrawal.withdraw(self.page, self.request.user, form.cleaned_data["reason"])
        messages.success(
            self.request, f"“{self.page.get_admin_display_title()}” is withdrawn. Its address says so, and no more."
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)
