"""The accessibility statement."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from board.siteinfo.page_metadata import PageMetadata
from board.siteinfo.views import site_or_404

from .documents import failing_documents
from .models import AccessibilityStatement, KnownProblem


def failings(kind, problems, documents) -> dict[str, list]:
    """Return the problems and the documents of one list of the statement; empty where there is neither."""
    found = {
        "problems": [problem for problem in problems if problem.kind == kind],
        "documents": documents.get(kind, []),
    }
    return found if any(found.values()) else {}


@require_safe
def accessibility_statement(request) -> HttpResponse:
    """Answer with the statement of this Site, or with what can be said before there is one."""
    statement = AccessibilityStatement.for_request(request)
    site = site_or_404(request)
    kinds = KnownProblem.Kind
    problems = list(statement.problems.all()) if statement.prepared_on else []
    documents = failing_documents() if statement.prepared_on else {}
    context = {
        "statement": statement,
        "site": site,
        "metadata": PageMetadata(
            title="Accessibility statement",
            address=site.root_url + reverse("accessibility_statement"),
            description="How accessible this website is, and what to do when something does not work for you.",
        ),
        "falls_short": failings(kinds.FALLS_SHORT, problems, documents),
        "burdens": failings(kinds.BURDEN, problems, documents),
        "out_of_scope": failings(kinds.OUT_OF_SCOPE, problems, documents),
    }
    return render(request, "pages/accessibility_statement.html", context)
