"""When pages are due for review."""

import datetime as dt

from board.basepage.models import BasePage

# How long before the day its owner is reminded, and after how many days again.
NOTICE = dt.timedelta(days=30)
REPEAT = 30


def reminder_step(review_by: dt.date, today: dt.date) -> int | None:
    """
    Return the step that reminders of a review have reached, in days from ``review_by``.

    -30 before it, 0 from that day on, then 30, 60 and so on; ``None`` more than 30 days before.
    """
    days = (today - review_by).days
    if days < -NOTICE.days:
        return None
    return -NOTICE.days if days < 0 else days // REPEAT * REPEAT


def is_overdue(page, today: dt.date) -> bool:
    """Return whether a page's review is overdue."""
    return bool(page.review_by and page.review_by < today)


def due_pages(today: dt.date):
    """
    Return the live pages whose review is overdue or due within 30 days, the longest overdue first.

    Aliases are left out: they have no content of their own to review.
    """
    pages = BasePage.objects.live().filter(review_by__lte=today + NOTICE, alias_of=None)
    return pages.order_by("review_by", "pk")
