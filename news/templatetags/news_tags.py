"""News on pages of other kinds."""

from django import template
from wagtail.models import Site

from news.models import NewsIndexPage

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_news(context, count: int) -> list:
    """
    Return the public items of this Site that stand first, then the newest, at most ``count``.

    Archived material is no news. Each item says by ``is_featured`` whether it stands first.
    """
    site = Site.find_for_request(context.get("request"))
    index = NewsIndexPage.objects.in_site(site).live().first() if site else None
    if index is None:
        return []
    featured = index.featured()[:count]
    newest = index.items().current().exclude(pk__in=[item.pk for item in featured])
    return [*featured, *newest[: count - len(featured)]]
