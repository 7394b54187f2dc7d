import pytest
from django.core.exceptions import ValidationError

from board.siteinfo.models import BoardSettings, Contact
from board.siteinfo.telephone import validate_telephone


@pytest.mark.parametrize("number", ["999", "116 123", "020 7946 0000", "+44 20 7946 0000", "(01632) 960-001"])
def test_numbers_that_can_be_rung(number):
    validate_telephone(number)


@pytest.mark.parametrize("number", ["", "--", "ask reception", "12", "020 7946 0000 or 0001", "<b>999</b>"])
def test_numbers_that_cannot(number):
    with pytest.raises(ValidationError, match="can be rung"):
        validate_telephone(number)


@pytest.mark.parametrize(
    ("number", "address"),
    [("020 7946 0000", "tel:02079460000"), ("+44 (0)20 7946 0000", "tel:+442079460000"), ("999", "tel:999")],
)
def test_a_phone_can_ring_the_number(number, address):
    assert Contact(phone=number).phone_url == address


def test_every_site_has_settings_of_its_own(site):
    assert BoardSettings.for_site(site).board_name == "Safeguarding children board"


def contact_form(**contact):
    """Return what the settings form posts with one contact."""
    form = {
        "board_name": "Ashmere Board", "area": "Ashmere", "strapline": "", "chair_name": "", "chair_role": "Chair",
        "media_contact_name": "", "media_contact_phone": "", "media_contact_email": "", "media_contact_hours": "",
        "front_door_name": "", "exit_url": "https://weather.example.org/", "neutral_title": "", "security_contact": "",
        "footer_links-TOTAL_FORMS": 0, "footer_links-INITIAL_FORMS": 0,
        "alerts-TOTAL_FORMS": 0, "alerts-INITIAL_FORMS": 0,
        "contacts-TOTAL_FORMS": 1, "contacts-INITIAL_FORMS": 0,
    }  # fmt: skip
    return form | {f"contacts-0-{name}": value for name, value in {"ORDER": 1, "for_whom": "child", **contact}.items()}


def test_a_moderator_keeps_the_contacts(client, moderator, site):
    client.force_login(moderator)
    address = f"/admin/settings/siteinfo/boardsettings/{site.pk}/"
    assert client.get(address).status_code == 200
    client.post(address, contact_form(label="Front door", phone="020 7946 0000", hours="Always"))
    settings = BoardSettings.for_site(site)
    assert settings.board_name == "Ashmere Board"
    assert [str(contact) for contact in settings.contacts.all()] == ["Front door: 020 7946 0000"]


def test_a_number_that_cannot_be_rung_is_refused_with_the_reason(client, moderator, site):
    client.force_login(moderator)
    response = client.post(
        f"/admin/settings/siteinfo/boardsettings/{site.pk}/", contact_form(label="Front door", phone="ask", hours="")
    )
    assert "can be rung" in response.content.decode()
    assert not Contact.objects.exists()


def test_an_editor_may_not_change_them(client, editor, site):
    client.force_login(editor)
    response = client.get(f"/admin/settings/siteinfo/boardsettings/{site.pk}/")
    assert response.status_code == 302
