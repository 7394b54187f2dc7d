"""
What Wagtail's own redirects leave behind when a draft's address changes.

Wagtail makes a redirect whenever the slug of a stored page changes or the page moves, and never asks whether anybody
may know the page.
"""

from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_slug_changed, post_page_move


def was_never_public(page) -> bool:
    """Say whether no reader can know a page."""
    return not page.live and page.first_published_at is None


def forget_draft_addresses(page) -> None:
    """Remove the redirects that Wagtail made to a page while it was a draft: its slug gives away its title."""
    Redirect.objects.filter(redirect_page_id=page.pk, automatically_created=True).delete()


@receiver(page_slug_changed, dispatch_uid="board_redirects_slug_changed")
def after_slug_change(instance, instance_before, **kwargs) -> None:
    """Tidy up after a change of slug."""
    if was_never_public(instance_before):
        forget_draft_addresses(instance)


@receiver(post_page_move, dispatch_uid="board_redirects_page_moved")
def after_move(instance, **kwargs) -> None:
    """Tidy up after a move."""
    if was_never_public(instance):
        forget_draft_addresses(instance)
