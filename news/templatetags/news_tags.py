"""News on pages of other kinds."""

from django import template
from wagtail.models import Site

from news.models import NewsPage

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_news(context, count):
    """Return the newest public items of this Site, without their bodies; archived material is no news."""
    site = Site.find_for_request(context.get("request"))
    items = NewsPage.objects.published().current().defer_streamfields()
    return items.in_site(site)[:count] if site else []
