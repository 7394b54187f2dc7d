"""Pages for tests. Parents are passed explicitly: wagtail-factories' defaults name the stock page model."""

import datetime as dt

import factory
import wagtail_factories

from home.models import StandardPage
from news.models import NewsPage
from resources.models import ResourcePage

BODY = [{"type": "text", "value": "<p>The partnership has met twice this year.</p>"}]


class NewsPageFactory(wagtail_factories.PageFactory):
    """A live news item; ``parent`` is the news index."""

    title = factory.Sequence("News item {}".format)
    date = dt.date(2026, 11, 2)
    body = BODY

    class Meta:
        model = NewsPage


class ResourcePageFactory(wagtail_factories.PageFactory):
    """A live resource; ``parent`` is the library."""

    title = factory.Sequence("Resource {}".format)
    body = BODY

    class Meta:
        model = ResourcePage


class StandardPageFactory(wagtail_factories.PageFactory):
    """A live standard page; ``parent`` is the home page or another standard page."""

    title = factory.Sequence("Page {}".format)
    body = BODY

    class Meta:
        model = StandardPage
