"""The notice at a withdrawn page's URL, and Withdraw in the page's menus."""

from django.urls import path
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem

from .models import Withdrawal
from .views import WithdrawView


@hooks.register("find_page_notice")
def find_withdrawal(page) -> Withdrawal | None:
    """Return the notice of a withdrawn page."""
    return Withdrawal.objects.filter(page_id=page.pk).first()


@hooks.register("register_admin_urls")
def register_withdrawal_url() -> list:
    """Return the URL of the form."""
    return [path("withdrawals/<int:page_id>/", WithdrawView.as_view(), name="withdraw_page")]


class WithdrawMenuItem(PageMenuItem):
    """Shown for a public page to users who may unpublish it."""

    label = "Withdraw"
    icon_name = "cross"
    url_name = "withdraw_page"

    def is_shown(self, user) -> bool:
        return self.page.permissions_for_user(user).can_unpublish()


@hooks.register("register_page_header_buttons")
def withdraw_in_header(page, user, view_name, next_url=None):
    """Yield the item for the header of a page's views."""
    yield WithdrawMenuItem(page=page, priority=55)


@hooks.register("register_page_listing_more_buttons")
def withdraw_in_listing(page, user, next_url=None):
    """Yield the item for the row of a listing."""
    yield WithdrawMenuItem(page=page, priority=35)
