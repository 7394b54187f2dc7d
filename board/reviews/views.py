"""The form in the admin that marks a page as reviewed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView

from board.admin import BoardAdminView
from board.basepage.models import BasePage

from .forms import ReviewForm
from .marking import mark_as_reviewed, set_owner
from .models import PageReview


class MarkAsReviewedView(BoardAdminView, FormView):
    """The form, for users who may edit a public page."""

    template_name = "reviews/mark.html"
    form_class = ReviewForm
    header_icon = "check"

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(BasePage, pk=kwargs["page_id"]).specific
        self.permissions = self.page.permissions_for_user(request.user)
        if not self.permissions.can_edit():
            messages.error(request, "You may not edit this page, and so not mark it as reviewed.")
            return redirect("wagtailadmin_home")
        if not self.page.live:
            title = self.page.get_admin_display_title()
            messages.error(request, f"“{title}” is not public, so there is nothing to review yet.")
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"page": self.page, "can_change_owner": self.permissions.can_publish()}

    def get_context_data(self, **kwargs):
        last = PageReview.objects.filter(page_id=self.page.pk).order_by("pk").last()
        return super().get_context_data(**kwargs) | {"page": self.page, "last_review": last}

    def get_page_title(self) -> str:
        return f"Mark “{self.page.get_admin_display_title()}” as reviewed"

    def form_valid(self, form):
        day = form.cleaned_data["next_review"]
        mark_as_reviewed(self.page, self.request.user, day)
        if "owner" in form.cleaned_data:
            set_owner(self.page, form.cleaned_data["owner"])
        title = self.page.get_admin_display_title()
        messages.success(self.request, f"“{title}” is marked as reviewed, to be reviewed again by {date_format(day)}.")
        return redirect(self.get_next_url())

    def get_next_url(self) -> str:
        """Return the ``next`` parameter if it is a URL of this site, or the URL of the page's form."""
        url = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure()):
            return url
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])
