"""The accessibility statement."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from board.siteinfo.head import Head
from board.siteinfo.views import site_or_404

from .models import AccessibilityStatement, KnownProblem


@require_safe
def accessibility_statement(request) -> HttpResponse:
    """Answer with the statement of this Site, or with what can be said before there is one."""
    statement = AccessibilityStatement.for_request(request)
    site = site_or_404(request)
    kinds = KnownProblem.Kind
    problems = list(statement.problems.all()) if statement.prepared_on else []
    context = {
        "statement": statement,
        "site": site,
        "head": Head(
            title="Accessibility statement",
            address=site.root_url + reverse("accessibility_statement"),
            description="How accessible this website is, and what to do when something does not work for you.",
        ),
        "falls_short": [problem for problem in problems if problem.kind == kinds.FALLS_SHORT],
        "burdens": [problem for problem in problems if problem.kind == kinds.BURDEN],
        "out_of_scope": [problem for problem in problems if problem.kind == kinds.OUT_OF_SCOPE],
    }
    return render(request, "pages/accessibility_statement.html", context)
