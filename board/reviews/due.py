"""When pages are due for review."""

import datetime as dt

from board.basepage.models import BasePage

# Reminders start this long before the review is due, and are repeated this many days after it.
NOTICE_PERIOD = dt.timedelta(days=30)
REPEAT_DAYS = 30


def reminder_step(review_by: dt.date, today: dt.date) -> int | None:
    """Return the latest step reached (-30, 0, 30, 60 … days from ``review_by``), or ``None`` before the first."""
    days = (today - review_by).days
    if days < -NOTICE_PERIOD.days:
        return None
    return -NOTICE_PERIOD.days if days < 0 else days // REPEAT_DAYS * REPEAT_DAYS


def is_overdue(page, today: dt.date) -> bool:
    """Return whether a page's review date has passed."""
    return bool(page.review_by and page.review_by < today)


def due_pages(today: dt.date):
    """
    Return the live pages whose review is overdue or due within 30 days, the most overdue first.

    Aliases are left out: they have no content of their own to review.
    """
    pages = BasePage.objects.live().filter(review_by__lte=today + NOTICE_PERIOD, alias_of=None)
    return pages.order_by("review_by", "pk")
