"""Dates follow their pages, in the same transaction."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.fields import StreamField

from board.basepage.models import BasePage

from .index import index_page


def decides(model) -> set[str]:
    """Return the names of the columns of a page type that decide which dates it has."""
    return {"live", *(field.name for field in model._meta.get_fields() if isinstance(field, StreamField))}


@receiver(post_save, dispatch_uid="events_index_page")
def index_saved_page(sender, instance, update_fields=None, **kwargs) -> None:
    """Index a page that was saved, unless nothing that decides its dates was; fixtures are saved like any page."""
    if not issubclass(sender, BasePage):
        return
    if update_fields is None or decides(sender) & set(update_fields):
        index_page(instance.specific)
