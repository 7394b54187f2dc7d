"""
Removing the redirects that Wagtail makes for drafts.

Wagtail makes a redirect whenever the slug of a stored page changes or the page moves, whether it was public or not.
"""

from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_slug_changed, post_page_move


def was_never_public(page) -> bool:
    """Return whether a page is a draft that has never been published."""
    return not page.live and page.first_published_at is None


def delete_draft_redirects(page) -> None:
    """Delete the redirects that Wagtail made to a draft: its slug reveals its title."""
    Redirect.objects.filter(redirect_page_id=page.pk, automatically_created=True).delete()


@receiver(page_slug_changed, dispatch_uid="board_redirects_slug_changed")
def after_slug_change(instance, instance_before, **kwargs) -> None:
    """Delete the redirects of a draft whose slug has changed."""
    if was_never_public(instance_before):
        delete_draft_redirects(instance)


@receiver(post_page_move, dispatch_uid="board_redirects_page_moved")
def after_move(instance, **kwargs) -> None:
    """Delete the redirects of a draft that was moved."""
    if was_never_public(instance):
        delete_draft_redirects(instance)
