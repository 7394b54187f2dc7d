"""Every page type of the demo site: one table for all browser tests."""

from dataclasses import dataclass

import pytest

# Pages that together are made with every template that a reader meets (tests/browser/test_pages.py says when one is
# missing): each is the shortest way to a template, or shows what its template holds in store for rare cases.
REPRESENTATIVES = {
    "home",
    "news index",
    "item with every block",
    "statement with a correction",  # What was changed, and by whom it was said.
    "withdrawn item",
    "statements",
    "events",
    "library",
    "resource",
    "standard page",
    "hide your visit",
    "accessibility statement",
    "search with results",
    "search that asks for help",  # No other page says in its middle whom to ring.
    "page with a password",
    "page for those with an account",
    "not found",
    "refused",
    "form from elsewhere",
    "broken",
    "new board: home",  # Alerts of each level, and no one to ring but the helplines.
}


@dataclass(frozen=True)
class PageType:
    """
    A page of the demo site, or of the board that has only begun (``tests/browser/more_content.py``).

    ``is_weighed`` pages are held to the budget of bytes and requests, ``is_marked`` ones to Lighthouse's marks too. A
    page that is not public may set the cookie without which its form would be refused.
    """

    name: str
    path: str
    is_weighed: bool = False
    is_marked: bool = False
    is_indexed: bool = True
    is_public: bool = True
    is_new_board: bool = False
    status: int = 200

    @property
    def is_representative(self) -> bool:
        """Return whether make test looks at the page; make test-all looks at each."""
        return self.name in REPRESENTATIVES


PAGES = [
    PageType("home", "/", is_marked=True),
    PageType("news index", "/news/", is_marked=True),
    PageType("news, second page", "/news/?page=2", is_weighed=True),
    PageType("news of a topic", "/news/topics/neglect/"),
    PageType("news of a year", "/news/2025/"),
    PageType("news of a topic and a year", "/news/topics/neglect/2025/"),
    PageType("item with every block", "/news/learning-week-2026/", is_marked=True),
    PageType("statement with a correction", "/news/statement-on-the-review-of-help-for-fern/", is_marked=True),
    PageType("item with an event", "/news/safer-internet-evening-for-parents-and-carers/", is_marked=True),
    PageType("item with a cancelled event", "/news/no-evening-with-governors/"),
    PageType("item with a past event", "/news/young-people-write-the-questions/"),
    PageType("awareness week", "/news/young-carers-week/"),
    PageType("past awareness week with an update", "/news/water-safety-week-before-the-first-swim/"),
    PageType("archived item", "/news/private-fostering-have-you-told-the-council/"),
    PageType("withdrawn item", "/news/withdrawn/", is_indexed=False, status=410),
    PageType("statements", "/news/statements/"),
    PageType("events", "/news/events/", is_weighed=True),
    PageType("past events", "/news/events/past/"),
    PageType("library", "/resources/", is_marked=True),
    PageType("library, second page", "/resources/?page=2"),
    PageType("library, one choice", "/resources/?kind=report"),
    PageType("library, many choices", "/resources/?kind=review&topic=neglect&sort=title", is_indexed=False),
    PageType("library, nothing left", "/resources/?kind=leaflet&topic=neglect", is_indexed=False),
    PageType("resource", "/resources/screens-games-and-chats/", is_marked=True),
    PageType("learning pack", "/resources/learning-from-fern-a-pack-for-teams/", is_weighed=True),
    PageType("replaced resource", "/resources/making-a-good-referral-2022-edition/"),
    PageType("resource past its review", "/resources/sharing-information-a-pocket-card/"),
    PageType("standard page", "/worried-about-a-child/", is_marked=True),
    PageType("hide your visit", "/hide-your-visit/", is_weighed=True),
    PageType("accessibility statement", "/accessibility-statement/"),
    PageType("search", "/search/", is_weighed=True, is_indexed=False),
    PageType("search with results", "/search/?q=children", is_marked=True, is_indexed=False),
    PageType("search, second page", "/search/?q=children&page=2", is_indexed=False),
    PageType("search with a choice", "/search/?q=children&kind=news", is_indexed=False),
    PageType("search that asks for help", "/search/?q=i+am+being+hurt", is_indexed=False),
    PageType("search without results", "/search/?q=zzzzzz", is_indexed=False),
    PageType("page with a password", "/for-heads-of-school/", is_indexed=False, is_public=False),
    PageType("page for those with an account", "/accounts/login/?next=/members/", is_indexed=False, is_public=False),
    PageType("not found", "/no-such-page/", is_indexed=False, status=404),
    PageType("refused", "/wrong/refused/", is_indexed=False, status=403),
    PageType("form from elsewhere", "/wrong/form/", is_indexed=False, status=403),
    PageType("broken", "/wrong/broken/", is_indexed=False, status=500),
    # A board that has only begun: alerts of each level, a neutral title, no one to ring but the helplines.
    PageType("new board: home", "/", is_new_board=True),
    PageType("new board: news", "/news/", is_new_board=True),
    PageType("new board: statements", "/news/statements/", is_new_board=True),
    PageType("new board: events", "/news/events/", is_new_board=True),
    PageType("new board: past events", "/news/events/past/", is_new_board=True),
    PageType("new board: library", "/resources/", is_new_board=True),
    PageType("new board: accessibility statement", "/accessibility-statement/", is_new_board=True),
    PageType("new board: not found", "/no-such-page/", is_new_board=True, is_indexed=False, status=404),
]
MARKED = [page for page in PAGES if page.is_marked]
WEIGHED = [page for page in PAGES if page.is_weighed or page.is_marked]
ANOTHER_PAGE = "Another page that is made with the templates of the representatives."


def the_rest_in_test_all(pages: list[PageType]) -> list:
    """Return parameters for a test of each page, of which make test tries the representatives."""
    rest = pytest.mark.test_all(ANOTHER_PAGE)
    return [pytest.param(page, id=page.name, marks=[] if page.is_representative else [rest]) for page in pages]


def name_of(page: PageType) -> str:
    """Return what a test calls the page."""
    return page.name
