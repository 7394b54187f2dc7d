"""Events at addresses of the news section."""

import dataclasses

from django.core.paginator import Paginator
from django.http import QueryDict
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Site

from board.basepage.pagination import page_or_404, paged_head
from board.events.listing import coming, past, with_words


class EventRoutesMixin(RoutablePageMixin):
    """The events of a Site, coming and past, as lists and for calendars."""

    def render_events(self, request, dates, route: str, title: str):
        """Answer with one page of a list of events."""
        listing = page_or_404(Paginator(dates, self.PER_PAGE), request)
        head = self.get_head(request)
        description = f"{title}: dates, places, and files for your calendar."
        address = head.address + self.reverse_subpage(route)
        head = dataclasses.replace(head, title=title, address=address, description=description)
        overrides = {
            "listing": listing,
            "parameters": QueryDict(),
            "events": with_words(listing),
            "are_past": route == "past_events",
            "head": paged_head(head, listing),
        }
        return self.render(request, context_overrides=overrides, template="pages/news_events.html")

    @path("events/", name="events")
    def events(self, request):
        """Answer with the coming events."""
        return self.render_events(request, coming(Site.find_for_request(request)), "events", "Events")

    @path("events/past/", name="past_events")
    def past_events(self, request):
        """Answer with the events that are over."""
        return self.render_events(request, past(Site.find_for_request(request)), "past_events", "Past events")
