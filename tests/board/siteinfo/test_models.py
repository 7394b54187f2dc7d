import pytest
from django.core.exceptions import ValidationError

from board.siteinfo.models import BoardSettings, Contact
from tests.board.siteinfo.forms import settings_form


def test_every_site_has_settings_of_its_own(site):
    assert BoardSettings.for_site(site).board_name == "Safeguarding children board"


def test_moderator_changes_contacts(client, moderator, site):
    client.force_login(moderator)
    address = f"/admin/settings/siteinfo/boardsettings/{site.pk}/"
    assert client.get(address).status_code == 200
    client.post(address, settings_form(label="Front door", phone="020 7946 0000", hours="Always"))
    settings = BoardSettings.for_site(site)
    assert settings.board_name == "Ashmere Board"
    assert [str(contact) for contact in settings.contacts.all()] == ["Front door: 020 7946 0000"]


def test_invalid_telephone_number_is_refused_with_reason(client, moderator, site):
    client.force_login(moderator)
    response = client.post(
        f"/admin/settings/siteinfo/boardsettings/{site.pk}/", settings_form(label="Front door", phone="ask", hours="")
    )
    assert "can be rung" in response.content.decode()
    assert not Contact.objects.exists()


def test_editor_may_not_change_settings(client, editor, site):
    client.force_login(editor)
    response = client.get(f"/admin/settings/siteinfo/boardsettings/{site.pk}/")
    assert response.status_code == 302


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "weather"])
def test_exit_url_must_be_a_web_address(client, moderator, site, address):
    client.force_login(moderator)
    form = settings_form(label="Front door", phone="999", hours="") | {"exit_url": address}
    client.post(f"/admin/settings/siteinfo/boardsettings/{site.pk}/", form)
    assert BoardSettings.for_site(site).exit_url == "https://www.bbc.co.uk/weather"


def test_exit_url_must_lead_to_another_site(site):
    board = BoardSettings.for_site(site)
    board.exit_url = f"{site.root_url}/news/"
    with pytest.raises(ValidationError, match="on the board’s own site"):
        board.full_clean()
