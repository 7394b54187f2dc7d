"""Updating event dates when a page is saved, in the same transaction."""

from django.dispatch import receiver

from board.basepage.signals import page_changed

from .event_dates import update_event_dates


@receiver(page_changed, dispatch_uid="events_update_dates")
def update_dates_of_page(page, **kwargs) -> None:
    """Update the dates of a page; fixtures count as saved pages."""
    update_event_dates(page)
