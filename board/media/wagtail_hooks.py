"""Files are public with the pages that carry them."""

from django.http import Http404
from wagtail import hooks

from .access import may_fetch


@hooks.register("before_serve_document")
def refuse_file_of_no_public_page(document, request) -> None:
    """Raise ``Http404`` for a file that no public page carries, as if it were not there."""
    if not may_fetch(document, request.user):
        raise Http404("No public page carries this file.")
