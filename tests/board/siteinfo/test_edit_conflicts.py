"""Two users have the board's settings open: neither overwrites the other's changes without being told."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from board.siteinfo.models import Alert, BoardSettings
from tests.board.siteinfo.forms import settings_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client, moderator, site):
    """The URL of the settings' form, for a user who may change them."""
    client.force_login(moderator)
    return f"/admin/settings/siteinfo/boardsettings/{site.pk}/"


def seen_in(response):
    """Return the state that a form was made from."""
    return BeautifulSoup(response.content, "html.parser").find("input", {"name": "seen"})["value"]


def form(seen, **changes):
    return settings_form(label="Front door", phone="999", hours="") | {"seen": seen, **changes}


def test_alert_added_by_another_user_is_not_overwritten_unseen(client, address, site):
    seen = seen_in(client.get(address))
    Alert.objects.create(
        settings=BoardSettings.for_site(site),
        level="urgent",
        message="The office is closed. Ring 999.",
        starts_at=timezone.now() - dt.timedelta(hours=1),
    )
    refused = client.post(address, form(seen, strapline="Together for children"))
    said = refused.content.decode()
    assert "Another person has saved this since you opened it, and changed: Alerts." in said
    assert 'value="Together for children"' in said
    settings = BoardSettings.objects.get(site=site)
    assert (settings.strapline, settings.alerts.count()) == ("", 1)
    # Saving again overwrites.
    assert client.post(address, form(seen_in(refused), strapline="Together for children")).status_code == 302
    assert BoardSettings.objects.get(site=site).strapline == "Together for children"


def test_conflict_names_every_changed_field(client, address, site):
    seen = seen_in(client.get(address))
    BoardSettings.objects.filter(site=site).update(chair_name="Alex Example", strapline="Another")
    said = client.post(address, form(seen)).content.decode()
    assert "changed: Strapline and Chair’s name." in said


def test_form_without_conflict_is_saved(client, address, site):
    assert client.post(address, form(seen_in(client.get(address)), area="Sutton")).status_code == 302
    assert client.post(address, form(seen_in(client.get(address)), area="Merton")).status_code == 302
    assert BoardSettings.objects.get(site=site).area == "Merton"


@pytest.mark.parametrize("seen", ["", "no JSON", "[]", "null", "7"])
def test_forged_state_is_no_error(client, address, site, seen):
    assert client.post(address, form(seen)).status_code in {200, 302}
