"""The search page."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from board.basepage.models import BasePage
from board.basepage.pagination import page_or_404

from .query import clean_query

PER_PAGE = 10
PASSAGES = 5


@require_safe
def search(request):
    """Answer with the public pages of this Site that hold the words of ``?q=``, best first, and with their files."""
    query = clean_query(request.GET.get("q", ""))
    site = Site.find_for_request(request)
    listing, passages = None, []
    if query and site:
        # Every page type is searched through the base page: a new type is found without being named.
        found = BasePage.objects.live().public().in_site(site).search(query)
        listing = page_or_404(Paginator(found, PER_PAGE), request)
        if listing.number == 1:
            passages = BasePage.objects.in_site(site).passages(query.split(), PASSAGES)
    return render(request, "pages/search.html", {"query": query, "listing": listing, "passages": passages})
