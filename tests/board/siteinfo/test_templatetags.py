"""The parts of every page that come from the settings."""

import pytest
from django.template import Context, Template
from wagtail.models import Site

from board.basepage.models import BasePage
from board.siteinfo.models import BoardSettings, Contact, FooterLink
from home.models import HomePage
from tests.factories import StandardPageFactory


def render(tag, request=None):
    template = Template("{% load siteinfo_tags %}{% " + tag + " as answer %}{{ answer }}")
    return template.render(Context({"request": request} if request else {}))


@pytest.fixture
def pages(home):
    return [
        StandardPageFactory(parent=home, title="Shown", show_in_menus=True),
        StandardPageFactory(parent=home, title="Not in menus"),
        StandardPageFactory(parent=home, title="Draft", show_in_menus=True, live=False),
    ]


def test_menu_holds_public_pages_in_menus(rf, pages):
    menu = render("main_menu", rf.get("/"))
    assert "Shown" in menu
    assert "News" in menu
    assert "Draft" not in menu
    assert "Not in menus" not in menu


def test_footer_links_to_public_pages_only(rf, site, pages):
    settings = BoardSettings.for_site(site)
    settings.footer_links = [FooterLink(page=page) for page in pages]
    settings.save()
    links = render("footer_pages", rf.get("/"))
    assert "Shown" in links
    assert "Draft" not in links


def test_each_site_has_its_own(rf, site):
    other_home = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other", slug="other"))
    other = Site.objects.create(hostname="other.example.org", root_page=other_home)
    for board, name, number in ((site, "First", "999"), (other, "Second", "116 123")):
        settings = BoardSettings.for_site(board)
        settings.board_name = name
        settings.contacts = [Contact(label="Front door", phone=number)]
        settings.save()
    request = rf.get("/", headers={"host": "other.example.org"})
    assert "116 123" in render("board_contacts", request)
    assert render("board", request) == "Second"
    assert render("board", rf.get("/")) == "First"


def test_default_site_is_used_without_a_request(site):
    assert render("board") == "Safeguarding children board"


def test_new_site_has_settings_from_the_start(db, home):
    other = Site.objects.create(hostname="new.example.org", root_page=home)
    assert BoardSettings.objects.filter(site=other).exists()


def test_page_without_contacts_shows_national_helplines(client, home):
    html = client.get("/").content.decode()
    assert "0800 1111" in html
    assert "0808 800 5000" in html
