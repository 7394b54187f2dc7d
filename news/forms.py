"""The editor's form for a news item."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from board.basepage.forms import BasePageForm
from board.basepage.unusual_dates import UnusualDate
from board.dates import years_after


class NewsPageForm(BasePageForm):
    """Suggests today's date for a new item; an imported one keeps its empty date until an editor fills it in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "date" in self.fields and not self.initial.get("date"):
            self.initial["date"] = timezone.localdate()

    def clean(self):
        """
        Refuse a future date, unless the item goes live on that day or later.

        Lists show an item from its date on, so it would be public before they show it. A draft may have any date.
        """
        cleaned = super().clean()
        date, go_live_at = cleaned.get("date"), cleaned.get("go_live_at")
        first_day = timezone.localdate(go_live_at) if go_live_at else timezone.localdate()
        if not self.is_deferred_validation and date and date > max(first_day, timezone.localdate()):
            message = "This day is still to come. Choose today, or set a go-live time on that day under Settings."
            self.add_error("date", ValidationError(message, code="date_to_come"))
        self.check_awareness(cleaned)
        return cleaned

    def unusual_dates(self, cleaned):
        """Return the dates that are probably slips, among them the end of an awareness week of more than a year."""
        found = super().unusual_dates(cleaned)
        starts, ends = cleaned.get("awareness_starts"), cleaned.get("awareness_ends")
        if starts and ends and ends > years_after(starts, 1):
            reason = f"A week, day or month until {date_format(ends, 'j F Y')} lasts more than a year."
            found.append(UnusualDate(("awareness_ends",), reason))
        return found

    def check_awareness(self, cleaned: dict) -> None:
        """Refuse an awareness week with one day missing, or that ends before it starts."""
        starts, ends = cleaned.get("awareness_starts"), cleaned.get("awareness_ends")
        if bool(starts) != bool(ends):
            missing = "awareness_ends" if starts else "awareness_starts"
            self.add_error(missing, ValidationError("Give both days, or neither.", code="half_a_week"))
        elif starts and ends and ends < starts:
            message = "The last day lies before the first."
            self.add_error("awareness_ends", ValidationError(message, code="ends_before_start"))
