"""Pages and files at fixed URLs."""

import datetime as dt
import json
import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from board.siteinfo.models import BoardSettings
from board.siteinfo.views import security_txt_content


@pytest.fixture
def board(site):
    return BoardSettings.for_site(site)


def test_exit_link_leads_to_exit_url(client, board):
    board.exit_url = "https://weather.example.org/"
    board.save()
    for address in ("/", "/news/", "/hide-your-visit/", "/search/", "/no-such-page/"):
        html = client.get(address).content.decode()
        assert re.search(r'<a class="[^"]*exit-this-page__button[^"]*" href="https://weather.example.org/"', html)


def test_every_page_links_to_hide_your_visit(client, home):
    for address in ("/", "/news/", "/no-such-page/"):
        assert 'href="/hide-your-visit/"' in client.get(address).content.decode()


def test_manifest_names_board_and_existing_icons(client, board):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert manifest["name"] == board.board_name
    for icon in manifest["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as image:
            assert icon["sizes"] == f"{image.width}x{image.height}"


def test_favicon_redirects_to_the_file(client, home):
    assert client.get("/favicon.ico")["Location"] == "/static/img/favicon.ico"


def test_security_txt_without_contact_is_404(client, board):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_security_txt_names_contact_and_expires_within_a_year(client, board):
    board.security_contact = "security@example.org"
    board.save()
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    left = dt.datetime.fromisoformat(fields["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)


@pytest.mark.parametrize("day", [dt.date(2026, 1, 31), dt.date(2028, 2, 29), dt.date(2026, 12, 31)])
def test_security_txt_is_valid_for_at_least_a_month(day):
    expires = re.search(r"Expires: (\S+)T", security_txt_content("a@example.org", "https://example.org", day))[1]
    assert dt.date.fromisoformat(expires) - day >= dt.timedelta(days=30)


@pytest.mark.parametrize("address", ["/hide-your-visit/", "/site.webmanifest", "/.well-known/security.txt"])
def test_fixed_pages_refuse_post(client, home, address):
    assert client.post(address).status_code == 405


def test_host_without_site_gets_404(client, site):
    site.hostname, site.is_default_site = "board.example.org", False
    site.save()
    assert client.get("/hide-your-visit/").status_code == 404
