"""A complete statement, and the data of its form."""

import datetime as dt

import pytest
from django.utils import timezone

from board.accessibility.models import AccessibilityStatement, KnownProblem


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def statement(site, today):
    """A prepared statement, reviewed ten days ago, with one problem."""
    statement = AccessibilityStatement.for_site(site)
    statement.compliance = "partial"
    statement.feedback_email = "access@example.org"
    statement.feedback_phone = "01632 960 050"
    statement.answer_working_days = 7
    statement.tested_by = "Our own web team"
    statement.how_tested = "Nine pages with NVDA."
    statement.improvements = "Every report gets a web page."
    statement.prepared_on = today - dt.timedelta(days=400)
    statement.tested_on = today - dt.timedelta(days=20)
    statement.reviewed_on = today - dt.timedelta(days=10)
    statement.next_review_on = today + dt.timedelta(days=200)
    statement.problems = [
        KnownProblem(what="The map can’t be read aloud.", criterion="1.1.1", by_when=today + dt.timedelta(days=60))
    ]
    statement.save()
    return statement


FIELDS = (
    "compliance", "feedback_email", "feedback_phone", "answer_working_days", "tested_on", "tested_by", "how_tested",
    "prepared_on", "reviewed_on", "next_review_on", "improvements",
)  # fmt: skip


@pytest.fixture
def form(statement):
    """Return a function that makes what the settings form posts: the statement's fields, some of them others."""

    def make(problems=(), **changed):
        values = {name: getattr(statement, name) for name in FIELDS} | changed
        data = {name: "" if value is None else str(value) for name, value in values.items()}
        data |= {"problems-TOTAL_FORMS": len(problems), "problems-INITIAL_FORMS": 0}
        for number, problem in enumerate(problems):
            row = {"ORDER": number, "kind": "falls_short", "criterion": "", "by_when": "", **problem}
            data |= {f"problems-{number}-{name}": value for name, value in row.items()}
        return data

    statement.problems.clear()
    statement.save()
    return make
