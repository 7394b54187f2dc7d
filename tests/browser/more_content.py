"""What the demo has no reason to show: lists of several pages, a notice, a password, a board that has only begun.

Words are drawn from the demo's own, by chance but always the same: they compress worse than sentences do, so that what
is weighed here weighs no less elsewhere.
"""

import datetime as dt
import random
import re

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from board.basepage.models import BasePage
from board.siteinfo.models import Alert, BoardSettings
from board.withdrawals.models import Withdrawal
from home.demo.loader import CONTENT
from home.models import HomePage
from news.models import NewsIndexPage
from resources.models import ResourceIndexPage, Topic
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory

NEW_BOARD_HOST = "localhost"
PASSWORD = "a password for heads of school"
ITEMS, RESOURCES = 45, 12
WORD = re.compile(r"\b[a-z][a-z’]{2,}\b")


def add() -> None:
    """Add it all to the loaded demo."""
    words = Words()
    add_lists(words)
    add_cancelled_event()
    add_notice()
    add_private_pages()
    add_new_board()


class Words:
    """Words of the demo in no order."""

    def __init__(self) -> None:
        self.words = sorted(set(WORD.findall(CONTENT.read_text())))
        self.chance = random.Random(4)

    def some(self, least: int, most: int) -> str:
        """Return between ``least`` and ``most`` of them, the first with a capital."""
        return " ".join(self.chance.choices(self.words, k=self.chance.randint(least, most))).capitalize()


def add_lists(words: Words) -> None:
    """Fill more than one page of the news, of the library and of what a search finds."""
    topics = list(Topic.objects.all())
    news, library = NewsIndexPage.objects.get(), ResourceIndexPage.objects.get()
    for number in range(ITEMS):
        day = dt.date(2025, 12, 20) - dt.timedelta(days=9 * number)
        summary = f"{words.some(12, 24)} children."
        item = NewsPageFactory(parent=news, title=words.some(4, 9), summary=summary, date=day)
        item.topics.set(topics[number % 3 : number % 3 + 2])
        item.save()
    for number in range(RESOURCES):
        # All alike, so that there are no more combinations to choose, each of which has an address.
        ResourcePageFactory(
            parent=library,
            title=words.some(4, 9),
            summary=f"{words.some(12, 24)} children.",
            kind="leaflet",
            audience="parents",
            published_on=dt.date(2026, 1, 1) + dt.timedelta(days=number),
        )


def add_cancelled_event() -> None:
    """Add an item whose event will not take place."""
    start = timezone.localtime().replace(microsecond=0) + dt.timedelta(days=10)
    value = {"name": "Evening with governors", "start": start.isoformat(), "end": None, "location": "Town Hall"}
    value |= {"description": "We tell you the new day here.", "url": "", "cancelled": True}
    body = [{"type": "event_callout", "value": value}]
    day = timezone.localdate() - dt.timedelta(days=60)
    NewsPageFactory(parent=NewsIndexPage.objects.get(), title="No evening with governors", date=day, body=body)


def add_notice() -> None:
    """Add an item and withdraw it."""
    item = NewsPageFactory(parent=NewsIndexPage.objects.get(), title="Published in error", slug="withdrawn")
    Withdrawal.withdraw(item, get_user_model().objects.get(username="moderator"), "error")


def add_private_pages() -> None:
    """Add a page for those who know its password, and one for those who have an account."""
    home = HomePage.objects.get()
    with_password = StandardPageFactory(parent=home, title="For heads of school")
    PageViewRestriction.objects.create(page=with_password, restriction_type="password", password=PASSWORD)
    with_account = StandardPageFactory(parent=home, title="For members")
    PageViewRestriction.objects.create(page=with_account, restriction_type="login")


def add_new_board() -> None:
    """Add a second board, on a host of its own: no content, no one to ring but the nation's helplines, three alerts."""
    demo = Site.objects.get(is_default_site=True)
    home = BasePage.objects.get(depth=1).add_child(instance=HomePage(title="Northmere", slug="northmere"))
    home.add_child(instance=NewsIndexPage(title="News", slug="news", show_in_menus=True))
    home.add_child(instance=ResourceIndexPage(title="Resources", slug="resources", show_in_menus=True))
    site = Site.objects.create(hostname=NEW_BOARD_HOST, port=demo.port, root_page=home, site_name="Northmere")
    board = BoardSettings.for_site(site)
    board.board_name = "Northmere Safeguarding Children Partnership"
    board.neutral_title = "Northmere information"
    board.security_contact = "security@northmere.example"
    board.alerts = [
        Alert(level="information", message="The office moves on Monday. The telephone numbers stay."),
        Alert(
            level="warning",
            message="Somebody rings families and says that they are from us. Ask for a name, and ring us back.",
            link_text="What to do if you have been rung",
            link_url="https://www.example.org/rung",
        ),
        Alert(
            level="emergency",
            message="The telephones of the council are out of order. If a child is in danger, ring 999.",
            link_text="Other numbers to ring",
            link_url="https://www.example.org/numbers",
        ),
    ]
    board.save()
