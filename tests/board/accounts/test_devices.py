"""A sign-in with a new browser is told by mail, and browsers are known by a cookie of the pages of sign-in."""

import pytest
from django.core import mail
from django.test import Client

from board.accounts.browsers import describe_browser
from board.accounts.devices import DEVICE_COOKIE
from board.accounts.models import KnownDevice
from tests.users import PASSWORD, sign_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in_and_out(client, username="editor"):
    sign_in(client, username, headers={"user-agent": FIREFOX})
    client.post("/accounts/logout/")
    return client


@pytest.fixture
def at_home(editor):
    """The browser in which the editor has signed in for the first time."""
    return sign_in_and_out(Client())


def test_first_sign_in_of_an_account_and_a_known_browser_are_no_news(at_home):
    assert not mail.outbox
    sign_in_and_out(at_home)
    assert not mail.outbox
    assert KnownDevice.objects.count() == 1


def test_new_browser_is_told_with_the_time_and_what_to_do(at_home, settings):
    settings.BASE_URL = "https://board.example.org"
    sign_in_and_out(Client())
    [sent] = mail.outbox
    assert sent.to == ["editor@example.org"]
    assert "Firefox on Linux" in sent.body
    assert "https://board.example.org/accounts/sessions/" in sent.body
    assert "https://board.example.org/accounts/password/change/" in sent.body
    assert "127.0.0.1" not in sent.body


def test_account_that_was_used_before_there_were_devices_is_told_too(editor):
    editor.last_login = "2026-01-01T00:00Z"
    editor.save()
    sign_in_and_out(Client())
    assert len(mail.outbox) == 1


def test_browser_of_two_people_is_known_as_each_one_s(at_home, moderator):
    token = at_home.cookies[DEVICE_COOKIE].value
    sign_in_and_out(at_home, "moderator")
    assert at_home.cookies[DEVICE_COOKIE].value == token
    assert KnownDevice.objects.count() == 2


def test_token_that_no_browser_was_given_is_not_taken_over(editor):
    client = Client()
    client.cookies[DEVICE_COOKIE] = "chosen-by-another"
    sign_in_and_out(client)
    assert client.cookies[DEVICE_COOKIE].value != "chosen-by-another"


def test_cookie_is_sent_to_the_pages_of_sign_in_alone(at_home):
    cookie = at_home.cookies[DEVICE_COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/accounts/", True, "Lax")
    # Who reads the table can't make the cookie.
    assert cookie.value not in str(KnownDevice.objects.values())


def test_new_password_makes_other_browsers_unknown(at_home):
    other = sign_in_and_out(Client())
    sign_in(other, "editor")
    new = "heron-marsh-lantern-7"
    other.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert KnownDevice.objects.count() == 1
    mail.outbox.clear()
    sign_in(at_home, "editor", new)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1", "Safari on Mac"),
        ("curl/8", "An unknown browser on an unknown system"),
        ("", "An unknown browser on an unknown system"),
    ],
)
def test_browser_is_named_as_people_know_it(user_agent, words):
    assert describe_browser(user_agent) == words
