"""When a page is to be reviewed."""

import datetime as dt

from board.approvals.pages import page_model

# How long before the day somebody is told, and how often after it.
NOTICE = dt.timedelta(days=30)
REPEAT = 30


def step(review_by: dt.date, today: dt.date) -> int | None:
    """
    Return the step of reminding that a day of review has reached, in days from that day.

    -30 before it, 0 from the day on, then 30, 60 and so on; ``None`` where the day is further off.
    """
    days = (today - review_by).days
    if days < -NOTICE.days:
        return None
    return -NOTICE.days if days < 0 else days // REPEAT * REPEAT


def is_past(page, today: dt.date) -> bool:
    """Say whether a page's day of review has gone by; a page without one is never past it."""
    return bool(page.review_by and page.review_by < today)


def due_pages(today: dt.date):
    """
    Return the query set of public pages whose review is due within 30 days or overdue, the longest overdue first.

    An alias has no words of its own, and so none to review.
    """
    pages = page_model().objects.live().filter(review_by__lte=today + NOTICE, alias_of=None)
    return pages.order_by("review_by", "pk")
