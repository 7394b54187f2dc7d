"""When somebody has to look at the statement again."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

from .documents import failing_documents
from .models import KnownProblem

NOTICE = dt.timedelta(days=30)


def reminder(statement) -> str:
    """Return in one or two sentences what is due, or nothing when all is well."""
    if not statement.prepared_on:
        return "The accessibility statement was never prepared. The law asks every public body for one."
    today = timezone.localdate()
    due = statement.next_review_on
    if due is None:
        return "The accessibility statement does not say when it is to be reviewed next."
    day = date_format(due, "j F Y")
    if due < today:
        return f"The review of the accessibility statement is overdue since {day}."
    if due <= today + NOTICE:
        return f"The accessibility statement is to be reviewed by {day}."
    return broken_promise(statement, today)


def broken_promise(statement, today: dt.date) -> str:
    """Return what a statement that is not due tells readers and is not so, or nothing."""
    if statement.compliance == "full" and failing_documents()[KnownProblem.Kind.FALLS_SHORT]:
        return "The accessibility statement says “fully compliant”, and public documents are not: see Public files."
    late = sum(bool(problem.by_when and problem.by_when < today) for problem in statement.problems.all())
    if late:
        promises = "a day" if late == 1 else f"{late} days"
        return f"The accessibility statement promises readers {promises} by which a problem is put right, now past."
    return ""
