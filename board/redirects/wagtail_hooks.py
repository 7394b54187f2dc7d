"""Redirects in the admin."""

from django.urls import path
from wagtail import hooks
from wagtail.contrib.redirects.views import CreateView, EditView

from .forms import CheckedRedirectForm


@hooks.register("register_admin_urls", order=-1)
def register_redirect_views() -> list:
    """Return the addresses of the forms of redirects, which take those of Wagtail's own."""
    return [
        path("redirects/add/", CreateView.as_view(form_class=CheckedRedirectForm)),
        path("redirects/<int:redirect_id>/", EditView.as_view(form_class=CheckedRedirectForm)),
    ]
