"""Resources on pages of other kinds."""

from django import template
from wagtail.models import Site

from board.engines.pagecache.memo import Memo
from resources.models import ResourcePage

register = template.Library()
# By Site and number: finding them takes longer the more pages there are.
LATEST: Memo[list[ResourcePage]] = Memo()


@register.simple_tag(takes_context=True)
def latest_resources(context, count: int) -> list[ResourcePage]:
    """Return the resources of this Site that were published last."""
    site = Site.find_for_request(context.get("request"))
    if site is None:
        return []
    return LATEST.get((site.pk, count), lambda: read_latest(site, count))


def read_latest(site: Site, count: int) -> list[ResourcePage]:
    pages = ResourcePage.objects.in_site(site).live().public().for_teasers()
    return list(pages.order_by("-last_published_at", "-pk")[:count])
