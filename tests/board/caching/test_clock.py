"""A page that depends on the time says until when it is true; nothing that makes pages looks at the clock otherwise."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from board.blocks.event_callout import EventCalloutBlock
from board.caching import clock
from board.caching.answers import CURRENT, Answer
from board.caching.middleware import ENVIRON_KEY
from board.siteinfo.models import Alert, BoardSettings
from tests.factories import NewsPageFactory, StandardPageFactory

ROOT = Path(__file__).resolve().parents[3]
CODE = ["board", "home", "news", "resources", "search"]
LOOKS = {
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"),
    ("datetime", "today"), ("date", "today"), ("time", "time"),
}  # fmt: skip
# What may look at the clock by itself: it makes no page that is kept.
ELSEWHERE = {
    "board/caching/": "the cache and the clock themselves",
    "board/accessibility/reminders.py": "the admin's home",
    "board/accessibility/rules.py": "a form of the admin",
    "board/approvals/": "publication, the admin, and the register: what may appear from a time on appears by a write",
    "board/links/": "the checking of links",
    "board/media/documents.py": "when a version came in",
    "board/media/readings.py": "when a file was read",
    "board/media/tasks.py": "the worker",
    "board/reviews/forms.py": "a form of the admin",
    "board/reviews/management/": "a command",
    "board/reviews/models.py": "when a review was",
    "board/reviews/reports.py": "a report of the admin",
    "board/siteinfo/alerts.py": "what a new alert begins with",
    "board/withdrawals/models.py": "when a page was withdrawn",
    "home/demo/": "the demo's content",
    "news/forms.py": "a form of the admin",
    "news/importer/": "the import",
}


def looks_at_the_clock(path):
    """Return the lines of a module that ask for the present moment or day; with an argument they convert one."""
    tree = ast.parse(path.read_text())
    conversions = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node not in conversions
        and (getattr(node.value, "attr", None) or getattr(node.value, "id", None), node.attr) in LOOKS
    ]


def test_nothing_else_looks_at_the_clock():
    modules = [path for folder in CODE for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    looking = {str(path.relative_to(ROOT)) for path in modules if looks_at_the_clock(path)}
    assert len(modules) > 200
    assert "board/caching/clock.py" in looking
    assert {name for name in looking if not name.startswith(tuple(ELSEWHERE))} == set()
    assert {start for start in ELSEWHERE if not any(name.startswith(start) for name in looking)} == set()


def test_no_template_does():
    words = ("{% now", "|timesince", "|timeuntil", "|naturaltime", "|naturalday")
    templates = list((ROOT / "templates").rglob("*.html"))
    assert len(templates) > 50
    assert not [path for path in templates if any(word in path.read_text() for word in words)]


@pytest.fixture
def answer():
    token = CURRENT.set(found := Answer())
    yield found
    CURRENT.reset(token)


def moment_of(answer):
    return answer.expires and dt.datetime.fromtimestamp(answer.expires, dt.UTC)


def test_a_moment_that_is_to_come_is_noted(answer):
    soon = timezone.now() + dt.timedelta(minutes=5)
    assert not clock.has_come(soon)
    assert moment_of(answer) == soon
    assert not clock.has_come(soon + dt.timedelta(days=1))
    assert moment_of(answer) == soon


def test_a_moment_that_is_past_holds_for_ever(answer):
    assert clock.has_come(timezone.now())
    assert answer.expires is None


def test_the_day_holds_until_midnight_here(answer):
    assert clock.today() == timezone.localdate()
    midnight = timezone.localtime(moment_of(answer))
    assert midnight.date() == timezone.localdate() + dt.timedelta(days=1)
    assert midnight.time() == dt.time.min


def test_days_of_23_and_25_hours():
    lengths = [
        clock.start_of(day + dt.timedelta(days=1)).timestamp() - clock.start_of(day).timestamp()
        for day in (dt.date(2026, 3, 29), dt.date(2026, 10, 25))
    ]
    assert [length / 3600 for length in lengths] == [23, 25]


def until(client, address):
    client.get(address, **{ENVIRON_KEY: (answer := Answer())})
    return moment_of(answer)


@pytest.fixture
def in_an_hour():
    return timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)


def tonight():
    return clock.start_of(timezone.localdate() + dt.timedelta(days=1))


def test_an_alert_that_comes_and_one_that_goes(client, home, site, in_an_hour):
    page = StandardPageFactory(parent=home, slug="plain", show_in_menus=False)
    before = until(client, "/plain/")
    board = BoardSettings.for_site(site)
    coming = Alert.objects.create(settings=board, message="Soon", starts_at=in_an_hour)
    assert until(client, "/plain/") == min(in_an_hour, before or in_an_hour)
    coming.delete()
    Alert.objects.create(settings=board, message="Now", ends_at=in_an_hour)
    assert until(client, "/plain/") == min(in_an_hour, before or in_an_hour)
    assert page.live


def test_lists_of_news_until_midnight(client, news_index):
    NewsPageFactory(parent=news_index)
    for address in ("/", "/news/", "/news/feed/"):
        assert until(client, address) <= tonight()


def event(start, end=None):
    return [{"type": "event_callout", "value": {"name": "A meeting", "start": start, "end": end}}]


def test_events_until_they_are_over(client, news_index, in_an_hour):
    start = timezone.now() - dt.timedelta(hours=1)
    NewsPageFactory(parent=news_index, slug="meeting", body=event(start, in_an_hour))
    end = min(in_an_hour, tonight())
    for address in ("/news/meeting/", "/news/events/", "/news/events/past/"):
        assert until(client, address) <= end


def test_the_calendar_until_an_event_leaves_it(client, news_index, in_an_hour):
    start = in_an_hour - dt.timedelta(days=90)
    NewsPageFactory(parent=news_index, slug="meeting", body=event(start))
    assert until(client, "/news/events.ics") == in_an_hour


def test_an_event_without_an_end_is_over_with_its_day(answer):
    start = clock.start_of(timezone.localdate()) + dt.timedelta(hours=1)
    value = EventCalloutBlock().to_python({"name": "A meeting", "start": start.isoformat()})
    assert not value.is_past
    assert moment_of(answer) == tonight()
