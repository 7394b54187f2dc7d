"""
Validation of an accessibility statement: its required fields, dates and compliance status.

The sections and the yearly review are required by the Public Sector Bodies (Websites and Mobile Applications) (No. 2)
Accessibility Regulations 2018, regulation 8, and the model statement published under it.
"""

from django.utils import timezone

from board.dates import unusual_date_error, years_after

# Required once the statement has a date of preparation, with the error for each.
REQUIRED_FIELDS = {
    "compliance": "Say how far the site meets the guidelines.",
    "reviewed_on": "Give the day of the last review: at first, the day on which the statement was prepared.",
    "next_review_on": "Say when the statement is to be reviewed next.",
    "tested_on": "Give the day on which the site was last tested.",
    "tested_by": "Say who tested the site.",
    "how_tested": "Say how the site was tested, and which pages.",
}
NO_CONTACT = "Give an email address or a telephone number: readers must be able to tell you what does not work."


def required_field_errors(statement) -> dict[str, str]:
    """Return an error for each required field that is empty, once the statement has a date of preparation."""
    if not statement.prepared_on:
        return {}
    missing = {name: message for name, message in REQUIRED_FIELDS.items() if not getattr(statement, name)}
    if not statement.feedback_email and not statement.feedback_phone:
        missing["feedback_email"] = NO_CONTACT
    return missing


def date_errors(statement) -> dict[str, str]:
    """Return the errors in a statement's dates, by field."""
    today = timezone.localdate()
    errors = {
        name: "This day is still to come."
        for name in ("prepared_on", "reviewed_on", "tested_on")
        if (day := getattr(statement, name)) and day > today
    }
    for name in ("prepared_on", "reviewed_on", "tested_on", "next_review_on"):
        if error := unusual_date_error(getattr(statement, name)):
            errors.setdefault(name, error)
    reviewed = statement.reviewed_on
    if reviewed and statement.prepared_on and reviewed < statement.prepared_on:
        errors.setdefault("reviewed_on", "A statement can’t be reviewed before it was prepared.")
    if reviewed and statement.tested_on and statement.tested_on > reviewed:
        errors.setdefault(
            "tested_on",
            "This test is younger than the last review. Review the statement in its light, then give that day as well.",
        )
    if reviewed and (next_review := statement.next_review_on):
        if next_review <= reviewed:
            errors["next_review_on"] = "The next review comes after the last one."
        elif next_review > years_after(reviewed, 1):
            errors["next_review_on"] = "The law asks for a review at least once a year: choose an earlier day."
    return errors


def compliance_error(compliance: str, problem_count: int) -> str:
    """Return why a compliance status contradicts the number of listed problems, or an empty string."""
    if compliance == "full" and problem_count:
        return "A site that is fully compliant has no problems to list. Remove them, or say “partially compliant”."
    if compliance in {"partial", "none"} and not problem_count:
        return "List what falls short, or say “fully compliant”: the law asks for the list."
    return ""
