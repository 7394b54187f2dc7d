"""
What the sitemap lists: the pages, and the addresses of ours that are no pages.

``/sitemap.xml`` is an index of parts, so that it costs as much with fifty thousand pages as with fifty; a part is made
from the base page's own columns in one query.
"""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PagesOfWagtail
from wagtail.contrib.sitemaps.views import sitemap as sitemap_of
from wagtail.models import Site

from board.basepage.models import BasePage
from board.engines.pagecache.memo import Memo
from board.siteinfo.views import site_or_404

# The names, in board/urls.py, of public addresses without a page in the tree.
FIXED_PAGES = ["accessibility_statement", "hide_your_visit"]
PAGES_IN_A_PART = 5000
# How many public pages a Site has.
COUNTED: Memo[int] = Memo()


class CountedPaginator(Paginator):
    """Counts the pages of a Site once for each state of the site."""

    def __init__(self, pages: QuerySet, per_page: int, site: Site) -> None:
        super().__init__(pages, per_page)
        self.pages = pages
        self.site = site

    @cached_property
    def count(self) -> int:
        """Return how many there are."""
        return COUNTED.get(self.site.pk, self.pages.count)


class PagesSitemap(PagesOfWagtail):
    """The public pages; those of types that list more than themselves are read whole."""

    limit = PAGES_IN_A_PART

    def items(self):
        """Return the query set of the public pages of the Site, in the order of the tree."""
        root = self.get_wagtail_site().root_page
        return BasePage.objects.descendant_of(root, inclusive=True).live().public().order_by("path")

    @property
    def paginator(self) -> Paginator:
        """Return the parts."""
        return CountedPaginator(self.items(), self.limit, self.get_wagtail_site())

    def _urls(self, page, protocol, domain) -> list[dict]:
        """Return what is listed of a part."""
        found = []
        part: Any = self.paginator.page(page).object_list
        for item in part.iterator(chunk_size=1000):
            own = item.specific_class
            lists_more = own is not None and own.get_sitemap_urls is not BasePage.get_sitemap_urls
            found += (item.specific if lists_more else item).get_sitemap_urls(self.request)
        return found


class FixedPagesSitemap(Sitemap):
    """The fixed pages, at the same scheme and host as the Site's pages."""

    def __init__(self, site: Site) -> None:
        self.address = urlsplit(site.root_url)

    def items(self) -> list[str]:
        """Return the names of the addresses."""
        return FIXED_PAGES

    def location(self, item: str) -> str:
        """Return the path of an address."""
        return reverse(item)

    def get_protocol(self, protocol=None) -> str:
        """Return the scheme of the Site, whichever the request came by."""
        return self.address.scheme

    def get_domain(self, site=None) -> str:
        """Return the host of the Site, whichever name the request used."""
        return self.address.netloc


def sections_of(request) -> dict[str, Sitemap]:
    """Return the sections by their names; raises ``Http404`` for a host without a Site."""
    return {"pages": PagesSitemap(request), "fixed": FixedPagesSitemap(site_or_404(request))}


def sitemap(request) -> HttpResponse:
    """Answer with the index of the parts of the sitemap of the request's Site."""
    root_url, parts = site_or_404(request).root_url, []
    for name, section in sections_of(request).items():
        address = f"{root_url}{reverse('sitemap_section', args=[name])}"
        parts += [
            SitemapIndexItem(f"{address}?p={part}" if part > 1 else address) for part in section.paginator.page_range
        ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")


def sitemap_section(request, section: str) -> HttpResponse:
    """Answer with a part of the sitemap; raises ``Http404`` where there is none."""
    return sitemap_of(request, sections_of(request), section=section)
