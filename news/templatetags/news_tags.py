"""News on pages of other kinds."""

from django import template
from wagtail.models import Site

from board.engines.pagecache import clock
from board.engines.pagecache.memo import Memo
from news.models import NewsIndexPage, NewsPage

register = template.Library()
LATEST: Memo[list[NewsPage]] = Memo()


@register.simple_tag(takes_context=True)
def latest_news(context, count: int) -> list[NewsPage]:
    """
    Return the featured items of this Site, then the newest, at most ``count``.

    Archived material is left out. The featured items have ``is_featured`` set.
    """
    site = Site.find_for_request(context.get("request"))
    return LATEST.get((site.pk, count, clock.today()), lambda: read_latest(site, count)) if site else []


def read_latest(site: Site, count: int) -> list[NewsPage]:
    index = NewsIndexPage.objects.in_site(site).live().first()
    if index is None:
        return []
    featured = index.featured()[:count]
    newest = index.items().current().exclude(pk__in=[item.pk for item in featured])
    return [*featured, *newest[: count - len(featured)]]
