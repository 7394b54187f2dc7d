"""Alerts appear and disappear by themselves."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Site

from board.siteinfo.models import BoardSettings
from board.siteinfo.models.alert import Alert, alerts_at
from tests.board.siteinfo.forms import settings_form

NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [(NOON - SECOND, False), (NOON, True), (NOON + HOUR - SECOND, True), (NOON + HOUR, False)],
)
def test_alert_is_shown_from_start_until_end(moment, is_shown):
    alert = Alert(starts_at=NOON, ends_at=NOON + HOUR)
    assert bool(alerts_at([alert], moment)) is is_shown


def test_alert_without_end_stays():
    assert alerts_at([Alert(starts_at=NOON)], NOON + 10_000 * HOUR)


def test_most_urgent_alert_comes_first():
    levels = ["information", "emergency", "warning", "emergency"]
    alerts = [Alert(level=level, message=str(number), starts_at=NOON) for number, level in enumerate(levels)]
    assert [alert.message for alert in alerts_at(alerts, NOON)] == ["1", "3", "2", "0"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_at": NOON, "ends_at": NOON}, "ends_at"),
        ({"starts_at": NOON.replace(year=2108)}, "starts_at"),
        ({"starts_at": NOON, "ends_at": NOON.replace(year=2108)}, "ends_at"),
        ({"link_text": "Read the advice"}, "link_url"),
        ({"link_url": "https://example.org/"}, "link_text"),
    ],
)
def test_contradictory_alert_is_refused_on_its_field(fields, field):
    with pytest.raises(ValidationError) as caught:
        Alert(message="Snow", **fields).clean()
    assert list(caught.value.message_dict) == [field]


@pytest.fixture
def alert(site):
    board = BoardSettings.for_site(site)
    now = timezone.now()
    board.alerts = [
        Alert(message="Schools are shut <b>today</b>.", level="warning", starts_at=now - HOUR, ends_at=now + HOUR),
        Alert(message="Not yet.", starts_at=now + HOUR),
        Alert(message="No more.", starts_at=now - 2 * HOUR, ends_at=now - HOUR),
    ]
    board.save()


@pytest.mark.parametrize("address", ["/", "/news/", "/search/", "/no-such-page/"])
def test_every_page_shows_only_current_alerts(client, alert, address):
    html = client.get(address).content.decode()
    assert "Schools are shut &lt;b&gt;today&lt;/b&gt;." in html
    assert "alert--warning" in html
    assert "Not yet." not in html
    assert "No more." not in html


def test_each_site_has_its_own(client, alert, home):
    Site.objects.create(hostname="127.0.0.1", root_page=home)
    assert "Schools are shut" not in client.get("/", headers={"host": "127.0.0.1"}).content.decode()


def test_moderator_schedules_an_alert(client, moderator, site):
    client.force_login(moderator)
    form = settings_form(label="Front door", phone="01632 960 001", hours="") | {
        "alerts-TOTAL_FORMS": 1,
        "alerts-0-level": "emergency",
        "alerts-0-message": "Ring 999 about the fire.",
        "alerts-0-starts_at": "02/11/2020 12:00",
        "alerts-0-ends_at": "",
        "alerts-0-link_text": "",
        "alerts-0-link_url": "",
        "alerts-0-ORDER": 1,
    }
    client.post(f"/admin/settings/siteinfo/boardsettings/{site.pk}/", form)
    client.logout()
    assert "Ring 999 about the fire." in client.get("/").content.decode()
