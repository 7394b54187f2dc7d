"""What stands on every page follows its changes."""

import pytest

from board.siteinfo.models import Alert, BoardSettings, Contact
from board.siteinfo.site_info import board_settings
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.postgresql("Renews versions in rows that may be locked.")


def foot(client):
    return client.get("/").content.decode()


def test_change_of_site_info_is_on_the_next_page(client, site):
    board = BoardSettings.for_site(site)
    foot(client)
    board.board_name = "Ashmere Partnership"
    board.save()
    assert "Ashmere Partnership" in foot(client)
    contact = Contact.objects.create(settings=board, label="Front Door", phone="01632 960 001")
    assert "01632 960 001" in foot(client)
    contact.delete()
    assert "01632 960 001" not in foot(client)
    Alert.objects.create(settings=board, message="The office is closed today.")
    assert "The office is closed today." in foot(client)


def test_menu_follows_the_pages(client, home):
    foot(client)
    page = StandardPageFactory(parent=home, title="Our plan", show_in_menus=True)
    assert "Our plan" in foot(client)
    page.unpublish()
    assert "Our plan" not in foot(client)


def test_memoised_board_is_not_the_object_that_a_form_changes(rf, site):
    request = rf.get("/", headers={"host": "localhost"})
    assert board_settings(request) is not BoardSettings.for_site(site)
