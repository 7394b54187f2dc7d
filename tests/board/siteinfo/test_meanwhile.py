"""Two people have the board's settings open: neither loses what the other saved without being told."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from board.siteinfo.models import Alert, BoardSettings
from tests.board.siteinfo.forms import settings_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client, moderator, site):
    """The address of the settings' form, for somebody who may change them."""
    client.force_login(moderator)
    return f"/admin/settings/siteinfo/boardsettings/{site.pk}/"


def seen_in(response):
    """Return what a form says it was made from."""
    return BeautifulSoup(response.content, "html.parser").find("input", {"name": "seen"})["value"]


def form(seen, **changes):
    return settings_form(label="Front door", phone="999", hours="") | {"seen": seen, **changes}


def test_an_alert_that_a_colleague_has_put_up_is_not_taken_away_unseen(client, address, site):
    seen = seen_in(client.get(address))
    Alert.objects.create(
        settings=BoardSettings.for_site(site),
        level="urgent",
        message="The office is closed. Ring 999.",
        starts_at=timezone.now() - dt.timedelta(hours=1),
    )
    refused = client.post(address, form(seen, strapline="Together for children"))
    said = refused.content.decode()
    assert "Somebody else has saved this since you opened it, and changed: Alerts." in said
    assert 'value="Together for children"' in said
    settings = BoardSettings.objects.get(site=site)
    assert (settings.strapline, settings.alerts.count()) == ("", 1)
    # Whoever has been told decides.
    assert client.post(address, form(seen_in(refused), strapline="Together for children")).status_code == 302
    assert BoardSettings.objects.get(site=site).strapline == "Together for children"


def test_every_change_is_named(client, address, site):
    seen = seen_in(client.get(address))
    BoardSettings.objects.filter(site=site).update(chair_name="Alex Example", strapline="Another")
    said = client.post(address, form(seen)).content.decode()
    assert "changed: Strapline and Chair’s name." in said


def test_nobody_is_stopped_where_nothing_has_changed(client, address, site):
    assert client.post(address, form(seen_in(client.get(address)), area="Sutton")).status_code == 302
    assert client.post(address, form(seen_in(client.get(address)), area="Merton")).status_code == 302
    assert BoardSettings.objects.get(site=site).area == "Merton"


@pytest.mark.parametrize("seen", ["", "no JSON", "[]", "null", "7"])
def test_a_hand_made_form(client, address, site, seen):
    assert client.post(address, form(seen)).status_code in {200, 302}
