"""Resources on pages of other kinds."""

from django import template
from wagtail.models import Site

from board.stamps.remembered import Remembered
from resources.models import ResourcePage

register = template.Library()
# The resources of a Site that were published last; finding them takes longer the more pages there are.
LATEST: Remembered[list[ResourcePage]] = Remembered()


@register.simple_tag(takes_context=True)
def latest_resources(context, count: int) -> list[ResourcePage]:
    """Return the resources of this Site that were published last, without their bodies."""
    site = Site.find_for_request(context.get("request"))
    if site is None:
        return []
    pages = ResourcePage.objects.live().public().defer_streamfields().order_by("-last_published_at", "-pk")
    return LATEST.get((site.pk, count), lambda: list(pages.in_site(site)[:count]))
