"""
The required fields of a statement, and the order of its dates.

The sections, and that a statement is reviewed at least once a year, come from the Public Sector Bodies (Websites and
Mobile Applications) (No. 2) Accessibility Regulations 2018, regulation 8, and the model statement made under it.
"""

import datetime as dt

from django.utils import timezone

# Required as soon as the statement has a date of preparation.
REQUIRED = {
    "compliance": "Say how far the site meets the guidelines.",
    "reviewed_on": "Give the day of the last review: at first, the day on which the statement was prepared.",
    "next_review_on": "Say when the statement is to be reviewed next.",
    "tested_on": "Give the day on which the site was last tested.",
    "tested_by": "Say who tested the site.",
    "how_tested": "Say how the site was tested, and which pages.",
}
NO_CONTACT = "Give an email address or a telephone number: readers must be able to tell you what does not work."


def a_year_after(day: dt.date) -> dt.date:
    """Return the same day a year later; 28 February for the 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def missing_fields(statement) -> dict[str, str]:
    """Return the errors for required fields of a prepared statement that are empty."""
    if not statement.prepared_on:
        return {}
    missing = {name: message for name, message in REQUIRED.items() if not getattr(statement, name)}
    if not statement.feedback_email and not statement.feedback_phone:
        missing["feedback_email"] = NO_CONTACT
    return missing


def date_errors(statement) -> dict[str, str]:
    """Return the errors in the dates of a statement, by field."""
    today = timezone.localdate()
    errors = {
        name: "This day is still to come."
        for name in ("prepared_on", "reviewed_on", "tested_on")
        if (day := getattr(statement, name)) and day > today
    }
    reviewed = statement.reviewed_on
    if reviewed and statement.prepared_on and reviewed < statement.prepared_on:
        errors.setdefault("reviewed_on", "A statement can’t be reviewed before it was prepared.")
    if reviewed and statement.tested_on and statement.tested_on > reviewed:
        errors.setdefault(
            "tested_on",
            "This test is younger than the last review. Review the statement in its light, then give that day as well.",
        )
    if reviewed and (following := statement.next_review_on):
        if following <= reviewed:
            errors["next_review_on"] = "The next review comes after the last one."
        elif following > a_year_after(reviewed):
            errors["next_review_on"] = "The law asks for a review at least once a year: choose an earlier day."
    return errors


def compliance_error(compliance: str, problems: int) -> str:
    """Return the error in a compliance status given the number of listed problems, or an empty string."""
    if compliance == "full" and problems:
        return "A site that is fully compliant has no problems to list. Remove them, or say “partially compliant”."
    if compliance in {"partial", "none"} and not problems:
        return "List what falls short, or say “fully compliant”: the law asks for the list."
    return ""
