"""A page that depends on the time notes until when it is true; nothing that generates pages uses another clock."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from board.blocks.event_callout import EventCalloutBlock
from board.engines.pagecache import clock
from board.engines.pagecache.dependencies import CURRENT, ENVIRON_KEY, ResponseDependencies
from board.siteinfo.models import Alert, BoardSettings
from tests.factories import NewsPageFactory, StandardPageFactory

ROOT = Path(__file__).resolve().parents[4]
CODE = ["board", "home", "news", "resources", "search"]
LOOKS = {
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("datetime", "now"),
    ("datetime", "today"), ("date", "today"), ("time", "time"),
}  # fmt: skip
# What may look at the clock itself: it generates no page that is stored.
ELSEWHERE = {
    "board/engines/mailqueue/": "the mail queue",
    "board/engines/pagecache/": "the cache and the clock themselves",
    "board/accessibility/wagtail_hooks.py": "the admin's home",
    "board/accessibility/validation.py": "a form of the admin",
    "board/accounts/": "sign-in, whose pages are never stored",
    "board/approvals/": "the register",
    "board/cover/": "what is asked of users who are signed in",
    "board/dates.py": "what forms of the admin ask about",
    "board/health.py": "a page that is never stored",
    "board/links/": "the checking of links",
    "board/mail/": "what the admin says of mail",
    "board/media/models/documents.py": "when a waiting version was inspected",
    "board/media/models/inspections.py": "when a file was inspected",
    "board/media/models/versions.py": "when a version came in, and was decided on",
    "board/media/tasks.py": "the worker",
    "board/publishing/": "publication and the admin: what may appear from a time on appears by a write",
    "board/reviews/forms.py": "a form of the admin",
    "board/reviews/management/": "a command",
    "board/reviews/models.py": "when a review was",
    "board/reviews/reports.py": "a report of the admin",
    "board/roles/": "pages of the admin",
    "board/siteinfo/models/alert.py": "what a new alert begins with",
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


def test_page_code_reads_the_time_from_the_clock_alone():
    modules = [path for folder in CODE for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    looking = {str(path.relative_to(ROOT)) for path in modules if looks_at_the_clock(path)}
    assert len(modules) > 200
    assert "board/engines/pagecache/clock.py" in looking
    assert {name for name in looking if not name.startswith(tuple(ELSEWHERE))} == set()
    assert {start for start in ELSEWHERE if not any(name.startswith(start) for name in looking)} == set()


def test_no_template_reads_the_time():
    words = ("{% now", "|timesince", "|timeuntil", "|naturaltime", "|naturalday")
    templates = list((ROOT / "templates").rglob("*.html"))
    assert len(templates) > 50
    assert not [path for path in templates if any(word in path.read_text() for word in words)]


@pytest.fixture
def dependencies():
    token = CURRENT.set(noted := ResponseDependencies())
    yield noted
    CURRENT.reset(token)


def moment_of(dependencies):
    return dependencies.expires and dt.datetime.fromtimestamp(dependencies.expires, dt.UTC)


def test_future_moment_expires_the_response(dependencies):
    soon = timezone.now() + dt.timedelta(minutes=5)
    assert not clock.has_come(soon)
    assert moment_of(dependencies) == soon
    assert not clock.has_come(soon + dt.timedelta(days=1))
    assert moment_of(dependencies) == soon


def test_past_moment_expires_nothing(dependencies):
    assert clock.has_come(timezone.now())
    assert dependencies.expires is None


def test_today_expires_at_local_midnight(dependencies):
    assert clock.today() == timezone.localdate()
    midnight = timezone.localtime(moment_of(dependencies))
    assert midnight.date() == timezone.localdate() + dt.timedelta(days=1)
    assert midnight.time() == dt.time.min


def test_days_of_clock_changes_have_23_and_25_hours():
    lengths = [
        clock.start_of(day + dt.timedelta(days=1)).timestamp() - clock.start_of(day).timestamp()
        for day in (dt.date(2026, 3, 29), dt.date(2026, 10, 25))
    ]
    assert [length / 3600 for length in lengths] == [23, 25]


def until(client, address):
    client.get(address, **{ENVIRON_KEY: (dependencies := ResponseDependencies())})
    return moment_of(dependencies)


@pytest.fixture
def in_an_hour():
    return timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)


def tonight():
    return clock.start_of(timezone.localdate() + dt.timedelta(days=1))


def test_page_expires_when_an_alert_starts_or_ends(client, home, site, in_an_hour):
    page = StandardPageFactory(parent=home, slug="plain", show_in_menus=False)
    before = until(client, "/plain/")
    board = BoardSettings.for_site(site)
    coming = Alert.objects.create(settings=board, message="Soon", starts_at=in_an_hour)
    assert until(client, "/plain/") == min(in_an_hour, before or in_an_hour)
    coming.delete()
    Alert.objects.create(settings=board, message="Now", ends_at=in_an_hour)
    assert until(client, "/plain/") == min(in_an_hour, before or in_an_hour)
    assert page.live


def test_news_lists_expire_by_midnight(client, news_index):
    NewsPageFactory(parent=news_index)
    for address in ("/", "/news/", "/news/feed/"):
        assert until(client, address) <= tonight()


def event(start, end=None):
    return [{"type": "event_callout", "value": {"name": "A meeting", "start": start, "end": end}}]


def test_event_pages_expire_when_the_event_is_over(client, news_index, in_an_hour):
    start = timezone.now() - dt.timedelta(hours=1)
    NewsPageFactory(parent=news_index, slug="meeting", body=event(start, in_an_hour))
    end = min(in_an_hour, tonight())
    for address in ("/news/meeting/", "/news/events/", "/news/events/past/"):
        assert until(client, address) <= end


def test_calendar_expires_when_an_event_leaves_it(client, news_index, in_an_hour):
    start = in_an_hour - dt.timedelta(days=90)
    NewsPageFactory(parent=news_index, slug="meeting", body=event(start))
    assert until(client, "/news/events.ics") == in_an_hour


def test_event_without_an_end_expires_at_midnight(dependencies):
    start = clock.start_of(timezone.localdate()) + dt.timedelta(hours=1)
    value = EventCalloutBlock().to_python({"name": "A meeting", "start": start.isoformat()})
    assert not value.is_past
    assert moment_of(dependencies) == tonight()
