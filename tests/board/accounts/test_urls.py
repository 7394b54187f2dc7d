"""Which of django-allauth's pages the site has, and what they tell browsers, search engines and caches."""

import re

import pytest
from allauth import urls as allauth_urls
from django.urls import reverse

from board.accounts.urls import urlpatterns
from tests.admin_lists import routes
from tests.second_factors import give_password, set_up_app

pytestmark = pytest.mark.usefixtures("second_factor_required")

# What django-allauth has and the site does not offer.
CLOSED = [
    "signup/",
    "reauthenticate/code/",
    "reauthenticate/code/confirm/",
    "confirm-email/",
    "confirm-email/abc/",
    "login/code/",
    "login/code/confirm/",
    "2fa/trust/",
    "2fa/recovery-codes/download/",
    "2fa/webauthn/signup/",
    "3rdparty/",
    "phone/verify/",
]


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_that_the_site_does_not_offer_is_not_found(client, db, editor, path, method):
    for _ in range(2):
        assert getattr(client, method)(f"/accounts/{path}", {"email": "new@example.org"}).status_code == 404
        client.force_login(editor)


def test_every_page_of_allauth_is_listed_or_closed(client, db):
    """A later version's pages are closed until someone has thought of them."""
    listed = {re.sub(r"<\w+:\w+>", "1", route) for route in routes(urlpatterns)}
    for route in routes(allauth_urls.urlpatterns):
        if re.sub(r"<\w+:\w+>", "1", route) not in listed:
            path = re.sub(r"\(\?P<\w+>.*?\)", "1", route.replace("^", "").replace("$", ""))
            assert client.get(f"/accounts/{path}").status_code == 404, route


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "mfa_index", "account_logout"])
def test_page_is_stored_and_indexed_nowhere(client, editor, name):
    if name not in {"account_login", "account_reset_password"}:
        give_password(client, "editor")
    response = client.get(reverse(name))
    assert response.status_code == 200
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    # Nothing in the page is what the policy would keep from running.
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_set_up_shows_a_qr_code_that_the_policy_lets_through(client, moderator):
    give_password(client, "moderator")
    html = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in html
    assert "<?xml" not in html
    assert "style=" not in html
    assert re.search(r"[A-Z2-7]{4}( [A-Z2-7]{4}){7}<", html)
    assert set_up_app(client).status_code == 302


@pytest.mark.parametrize(
    ("host", "base_url", "domain"),
    [
        ("board.example", "https://board.example", "board.example"),
        ("www.board.example", "https://board.example", "board.example"),
        ("other.example", "https://board.example", "other.example"),
        ("localhost:8000", "http://127.0.0.1:8000", "localhost"),
    ],
)
def test_passkeys_are_made_for_the_domain_of_the_site(client, db, settings, host, base_url, domain):
    """Of the site and all hosts below it, whichever a proxy passes on."""
    settings.ALLOWED_HOSTS, settings.BASE_URL = ["*"], base_url
    address = "/accounts/2fa/webauthn/login/"
    options = client.get(address, headers={"host": host, "accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["rpId"] == domain


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000"])
def test_address_of_numbers_has_no_passkeys_and_says_so(client, db, settings, host):
    settings.ALLOWED_HOSTS, settings.BASE_URL = ["*"], "http://127.0.0.1:8000"
    html = client.get("/accounts/login/", headers={"host": host}).content.decode()
    assert "Sign in with a passkey" not in html
    assert "Passkeys do not work at an address made of numbers" in html


def test_robots_and_health_answer_without_an_account(client, db):
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/health/live").status_code == 200
