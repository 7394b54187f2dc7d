"""The warning about the accessibility statement on the admin's home page."""

import datetime as dt

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import policy_registry

from .failing_documents import failing_documents
from .models import AccessibilityStatement, KnownProblem

NOTICE = dt.timedelta(days=30)


def statement_warning(statement) -> str:
    """Return what is missing, due or overdue in one or two sentences, or an empty string."""
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
    """Return what a statement promises readers and is no longer true, or an empty string."""
    if statement.compliance == "full" and failing_documents()[KnownProblem.Kind.FALLS_SHORT]:
        return "The accessibility statement says “fully compliant”, and public documents are not: see Public files."
    late = sum(bool(problem.by_when and problem.by_when < today) for problem in statement.problems.all())
    if late:
        promises = "a day" if late == 1 else f"{late} days"
        return f"The accessibility statement promises readers {promises} by which a problem is put right, now past."
    return ""


@hooks.register("construct_homepage_panels")
def warn_about_statements(request, panels) -> None:
    """Warn users who may change a statement when it is missing, due or overdue."""
    sites = policy_registry.get_by_type(AccessibilityStatement).sites_user_has_permission_for(request.user, "change")
    statements = AccessibilityStatement.objects.filter(site__in=sites).select_related("site")
    for statement in statements:
        warning = statement_warning(statement)
        if not warning:
            continue
        url = reverse("wagtailsettings:edit", args=["accessibility", "accessibilitystatement", statement.site_id])
        where = f"{statement.site.hostname}: " if len(statements) > 1 else ""
        messages.warning(request, format_html('{}{} <a href="{}">Open the statement</a>', where, warning, url))
