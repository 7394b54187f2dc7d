"""
The dates that forms take, and those that they ask about (docs/decisions/0029).

A date that a form takes can be carried by everything that computes with it or writes it: time zones, both databases,
feeds, calendar files and structured data.
"""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

# In 1847 London's clocks went over to Greenwich time. Before, they were 75 seconds behind it, and an offset with
# seconds can't be written in feeds and structured data (RFC 3339, 5.6).
EARLIEST = dt.date(1848, 1, 1)
LATEST = dt.date(2199, 12, 31)
# The year before the World Wide Web: what is older was on no website, and is rarely written about as news.
USUAL_FROM = dt.date(1990, 1, 1)
USUAL_YEARS_AHEAD = 10


def day_of(value: dt.date) -> dt.date:
    """Return the day of a date or, in local time, of an aware time."""
    return timezone.localdate(value) if isinstance(value, dt.datetime) else value


def years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day some years later or, with a negative number, earlier; 29 February becomes the 28th."""
    year = min(max(day.year + years, dt.MINYEAR), dt.MAXYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def validate_date(value: dt.date) -> None:
    """Raise ``ValidationError`` for a date or time that not everything can carry."""
    day = value.date() if isinstance(value, dt.datetime) else value
    if not EARLIEST <= day <= LATEST:
        message = f"Is the year {day.year} right? The site takes the years {EARLIEST.year} to {LATEST.year}."
        raise ValidationError(message, code="date_out_of_range")


def validate_usual_date(value: dt.date) -> None:
    """Raise ``ValidationError`` for a date or time that is surely a slip where no other could be meant."""
    if error := unusual_date_error(value):
        raise ValidationError(error, code="unusual_date")


def unusual_date_error(value: dt.date | None) -> str:
    """Return the error of a field whose date or time is surely a slip there; empty for any other, and for none."""
    reason = why_unusual(value) if value else ""
    return f"{reason} Is the year right?" if reason else ""


def why_unusual(value: dt.date) -> str:
    """Return, as a sentence, why a date or time is probably a slip; empty for any other."""
    day, today = day_of(value), timezone.localdate()
    if day < USUAL_FROM:
        return f"{date_format(day, 'j F Y')} is long past."
    if day > years_after(today, USUAL_YEARS_AHEAD):
        return f"{date_format(day, 'j F Y')} is more than {USUAL_YEARS_AHEAD} years ahead."
    return ""


def written_out(moment: dt.datetime) -> str:
    """Return an aware time in local time, as RFC 3339 writes it; in UTC where the offset has seconds."""
    local = timezone.localtime(moment)
    offset = local.utcoffset() or dt.timedelta()
    return (moment.astimezone(dt.UTC) if offset.seconds % 60 else local).isoformat()


class DateField(forms.DateField):
    """A form's field for a day that everything can carry."""

    default_validators = [validate_date]


class DateTimeField(forms.DateTimeField):
    """A form's field for a time that everything can carry, and that the clocks here show once."""

    default_validators = [validate_date]

    def to_python(self, value):
        """Return the time; raise ``ValidationError``, also for a time that the clocks skip or show twice."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            if getattr(error, "code", "") == "ambiguous_timezone":
                message = "The clocks change then, so this time is left out or comes twice. Choose another."
                raise ValidationError(message, code="clocks_change") from error
            raise
