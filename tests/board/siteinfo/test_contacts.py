"""The contacts that readers are offered."""

import pytest

from board.siteinfo.contacts import group_by_reader
from board.siteinfo.models import BoardSettings, Contact

EVERY_WAY = {
    "label": "Ashmere Front Door",
    "phone": "01632 960 001",
    "hours": "Weekdays",
    "out_of_hours_phone": "01632 960 002",
    "out_of_hours": "Nights and weekends",
    "text_number": "07700 900 001",
    "chat_url": "https://chat.example.org/",
    "what_happens_next": "A social worker asks what you saw.",
}


def test_contacts_are_grouped_in_the_order_of_readers():
    contacts = [
        Contact(label="Line for staff", for_whom="professional"),
        Contact(label="Second", for_whom="child"),
        Contact(label="First", for_whom="child"),
    ]
    assert [(group.heading, [contact.label for contact in group.contacts]) for group in group_by_reader(contacts)] == [
        ("A child or young person", ["Second", "First"]),
        ("Someone who works with children", ["Line for staff"]),
    ]


def test_board_without_contacts_offers_national_helplines():
    assert [group.contacts[0].phone for group in group_by_reader([])] == ["0800 1111", "0808 800 5000"]


@pytest.fixture
def board(site):
    board = BoardSettings.for_site(site)
    board.front_door_name = "the Ashmere Front Door"
    board.contacts = [Contact(for_whom="public", **EVERY_WAY)]
    board.save()
    return board


@pytest.mark.parametrize("address", ["/", "/news/", "/search/", "/hide-your-visit/", "/no-such-page/"])
def test_every_page_shows_every_way_of_contact(client, board, address):
    html = client.get(address).content.decode()
    for link in ("tel:999", "tel:01632960001", "tel:01632960002", "sms:07700900001", "https://chat.example.org/"):
        assert f'href="{link}"' in html
    for words in ("Weekdays", "Nights and weekends", "A social worker asks", "Nobody watches this website"):
        assert words in html
    assert "ring the Ashmere Front Door" in html


@pytest.mark.parametrize("address", ["/", "/news/", "/search/", "/hide-your-visit/", "/no-such-page/"])
def test_first_menu_link_leads_to_contacts(client, home, address):
    html = client.get(address).content.decode()
    menu = html[html.index('<nav class="site-nav"') :]
    assert menu[menu.index("<a ") :].startswith('<a class="site-nav__ring" href="#who-to-ring">')
    assert html.count('id="who-to-ring"') == 1


def test_999_comes_first(client, board):
    html = client.get("/").content.decode()
    assert html.index("tel:999") < html.index("tel:01632960001")
