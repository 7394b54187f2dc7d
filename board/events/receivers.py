"""Updating event dates when a page is saved, in the same transaction."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.fields import StreamField

from board.basepage.models import BasePage

from .event_dates import update_event_dates


def columns_of_dates(model) -> set[str]:
    """Return the columns of a page type that its event dates depend on."""
    return {"live", *(field.name for field in model._meta.get_fields() if isinstance(field, StreamField))}


@receiver(post_save, dispatch_uid="events_index_page")
def update_dates_after_save(sender, instance, update_fields=None, **kwargs) -> None:
    """Update the dates of a page unless none of their columns was saved; fixtures count as saved pages."""
    if not issubclass(sender, BasePage):
        return
    if update_fields is None or columns_of_dates(sender) & set(update_fields):
        update_event_dates(instance.specific)
