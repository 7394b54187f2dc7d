"""What the sitemap lists: the pages, and the addresses of ours that are no pages."""

from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.http import HttpResponse
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PagesSitemap
from wagtail.contrib.sitemaps.views import sitemap as sitemap_of
from wagtail.models import Site

# The names, in board/urls.py, of public addresses without a page in the tree.
FIXED_PAGES = ["accessibility_statement", "hide_your_visit"]


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


def sitemap(request) -> HttpResponse:
    """Answer with the sitemap of the request's Site."""
    sitemaps = {"pages": PagesSitemap}
    if site := Site.find_for_request(request):
        sitemaps["fixed"] = FixedPagesSitemap(site)
    return sitemap_of(request, sitemaps)
