"""Every page type of the demo site: one table for all browser tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageType:
    """A page of the demo site; ``is_measured`` pages are held to the budget and to Lighthouse's marks."""

    name: str
    path: str
    is_measured: bool = False
    is_indexed: bool = True
    status: int = 200


PAGES = [
    PageType("home", "/", is_measured=True),
    PageType("news index", "/news/", is_measured=True),
    PageType("news of a topic", "/news/topics/neglect/"),
    PageType("news of a year", "/news/2026/"),
    PageType("item with every block", "/news/learning-week-2026/", is_measured=True),
    PageType("statement", "/news/statement-on-the-review-of-help-for-fern/", is_measured=True),
    PageType("item with an event", "/news/safer-internet-evening-for-parents-and-carers/", is_measured=True),
    PageType("awareness week", "/news/young-carers-week/"),
    PageType("archived item", "/news/private-fostering-have-you-told-the-council/"),
    PageType("statements", "/news/statements/"),
    PageType("events", "/news/events/"),
    PageType("past events", "/news/events/past/"),
    PageType("library", "/resources/", is_measured=True),
    PageType("library, one choice", "/resources/?kind=report"),
    PageType("library, many choices", "/resources/?kind=review&topic=neglect&sort=title", is_indexed=False),
    PageType("library, nothing left", "/resources/?kind=leaflet&topic=neglect", is_indexed=False),
    PageType("resource", "/resources/screens-games-and-chats/", is_measured=True),
    PageType("learning pack", "/resources/learning-from-fern-a-pack-for-teams/", is_measured=True),
    PageType("replaced resource", "/resources/making-a-good-referral-2022-edition/"),
    PageType("resource past its review", "/resources/sharing-information-a-pocket-card/"),
    PageType("standard page", "/worried-about-a-child/", is_measured=True),
    PageType("hide your visit", "/hide-your-visit/"),
    PageType("accessibility statement", "/accessibility-statement/"),
    PageType("search", "/search/", is_indexed=False),
    PageType("search with results", "/search/?q=children", is_measured=True, is_indexed=False),
    PageType("search without results", "/search/?q=zzzzzz", is_indexed=False),
    PageType("not found", "/no-such-page/", is_indexed=False, status=404),
]
MEASURED = [page for page in PAGES if page.is_measured]


def name_of(page: PageType) -> str:
    """Return what a test calls the page."""
    return page.name
