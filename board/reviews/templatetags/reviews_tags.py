"""What readers are told about a page whose review is overdue."""

import datetime as dt

from django import template

from board.engines.pagecache import clock
from board.reviews.due import is_overdue
from board.reviews.models import PageReview

register = template.Library()


@register.inclusion_tag("components/review_note.html")
def review_note(page) -> dict:
    """Return when a page was due for review and last reviewed; it asks the database only for a page past its date."""
    if not page or not is_overdue(page, clock.today()):
        return {}
    last = PageReview.objects.filter(page_id=page.pk).order_by("pk").last()
    return {"page": page, "last_review": last}


@register.filter
def coming_review(page) -> dt.date | None:
    """Return the day by which a page is to be reviewed; ``None`` where it has none or that has gone by."""
    return None if is_overdue(page, clock.today()) else page.review_by
