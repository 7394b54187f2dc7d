"""The public accessibility statement."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from board.siteinfo.page_metadata import PageMetadata
from board.siteinfo.views import site_or_404

from .failing_documents import failing_documents
from .models import AccessibilityStatement, KnownProblem


def list_content(kind, problems, documents) -> dict[str, list]:
    """Return the problems and documents of one list of the statement; empty where there is neither."""
    content = {
        "problems": [problem for problem in problems if problem.kind == kind],
        "documents": documents.get(kind, []),
    }
    return content if any(content.values()) else {}


@require_safe
def accessibility_statement(request) -> HttpResponse:
    """Show the statement of this Site, or what can be said before it is prepared."""
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
        "falls_short": list_content(kinds.FALLS_SHORT, problems, documents),
        "burdens": list_content(kinds.BURDEN, problems, documents),
        "out_of_scope": list_content(kinds.OUT_OF_SCOPE, problems, documents),
    }
    return render(request, "pages/accessibility_statement.html", context)
