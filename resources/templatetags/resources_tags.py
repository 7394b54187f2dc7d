"""Resources on pages of other kinds."""

from django import template
from wagtail.models import Site

from resources.models import ResourcePage

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_resources(context, count):
    """Return the resources of this Site that were published last, without their bodies."""
    site = Site.find_for_request(context.get("request"))
    pages = ResourcePage.objects.live().public().defer_streamfields().order_by("-last_published_at", "-pk")
    return pages.in_site(site)[:count] if site else []
