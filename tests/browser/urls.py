"""The site's addresses, and some that go wrong: their pages are looked at as any other."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path

from board.siteinfo.errors import csrf_failure, last_resort
from board.urls import handler403, handler404, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def refused(request):
    """Answer 403."""
    raise PermissionDenied


def broken(request):
    """Answer 500, with an error that repeats what was asked for, as an error of a database does."""
    raise ValueError(request.GET.get("q", "broken"))


def without_templates(request):
    """Answer with what is left when neither the database nor the templates can be reached."""
    return HttpResponse(last_resort("Something went wrong here"), status=500)


urlpatterns = [
    path("wrong/refused/", refused),
    path("wrong/form/", csrf_failure),
    path("wrong/broken/", broken),
    path("wrong/last-resort/", without_templates),
    *urlpatterns,
]
