"""``manage.py rebuild_event_dates``: rebuild the table of event dates from the live pages."""

from django.db import transaction
from tqdm import tqdm

from board.basepage.models import BasePage
from board.commands import SiteCommand
from board.events.event_dates import update_event_dates


class Command(SiteCommand):
    """Safe to run at any time, and twice."""

    help = "Read the dates of events from the live pages anew; needed only after rows were written past the site."

    def handle(self, *args, **options) -> None:
        pages = BasePage._base_manager.order_by("pk")
        changed = 0
        for page in tqdm(pages.iterator(), total=pages.count(), unit="page", disable=None):
            with transaction.atomic():
                changed += update_event_dates(page.specific)
        self.stdout.write(
            f"{changed} page{'' if changed == 1 else 's'} had other dates." if changed else "All was right."
        )
