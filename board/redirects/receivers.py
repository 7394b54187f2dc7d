"""Redirects of pages that are renamed or moved, in the place of Wagtail's (``WAGTAILREDIRECTS_AUTO_CREATE``)."""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_slug_changed, post_page_move

from .addresses import AddressError, normalised_address
from .page_redirects import redirect_former_paths


def was_never_public(page) -> bool:
    """Return whether a page is a draft that has never been published."""
    return not page.live and page.first_published_at is None


@receiver(page_slug_changed, dispatch_uid="board_redirects_slug_changed")
def after_slug_change(instance, instance_before, **kwargs) -> None:
    """Redirect the former address of a page whose slug has changed."""
    redirect_former_paths(instance, instance_before.url_path, is_public=not was_never_public(instance_before))


@receiver(post_page_move, dispatch_uid="board_redirects_page_moved")
def after_move(instance, url_path_before, url_path_after, **kwargs) -> None:
    """Redirect the former address of a page that was moved; its place among its siblings is no part of it."""
    if url_path_before != url_path_after:
        redirect_former_paths(instance.specific, url_path_before, is_public=not was_never_public(instance))


@receiver(pre_save, sender=Redirect, dispatch_uid="board_redirects_normalise")
def normalise_old_path(instance, **kwargs) -> None:
    """Store a redirect in the form in which it is looked up, unless another is there already."""
    try:
        normal = normalised_address(instance.old_path)
    except AddressError:
        return
    others = Redirect.objects.filter(old_path=normal, site=instance.site_id).exclude(pk=instance.pk)
    if normal != instance.old_path and not others.exists():
        instance.old_path = normal
