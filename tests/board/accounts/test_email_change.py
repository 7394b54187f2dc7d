"""The address of an account: changed by a code from the new one, and never without word to the old one."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.urls import reverse

from board.accounts.email_change import TRIES, VALID_FOR
from board.accounts.password_reset import reset_url
from tests.board.accounts.test_sensitive_actions import user_form
from tests.users import PASSWORD, authenticate, confirm

ADDRESS = reverse("account_email")


@pytest.fixture(autouse=True)
def asking(settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True


@pytest.fixture
def signed_in(client, editor):
    authenticate(client, editor)
    return client


def ask_for(client, email):
    """Ask for another address; return the code that was mailed to it."""
    client.post(ADDRESS, {"email": email})
    (message,) = [message for message in mail.outbox if message.to == [email]]
    return re.search(r"\d{8}", message.body)[0]


def mails_to(address):
    return [message.body for message in mail.outbox if message.to == [address]]


def test_address_is_changed_by_the_code_and_the_old_one_told(signed_in, editor):
    code = ask_for(signed_in, "new@example.org")
    editor.refresh_from_db()
    assert editor.email == "editor@example.org"
    response = signed_in.post(ADDRESS, {"code": f" {code[:4]} {code[4:]} "}, follow=True)
    assert "new@example.org" in response.content.decode()
    editor.refresh_from_db()
    assert editor.email == "new@example.org"
    (told,) = mails_to("editor@example.org")
    assert "new@example.org" in told
    assert "tell an administrator" in told
    # Once.
    signed_in.post(ADDRESS, {"code": code})
    assert len(mails_to("editor@example.org")) == 1


def test_stale_session_changes_no_address(client, editor):
    authenticate(client, editor, minutes_ago=16)
    question = client.post(ADDRESS, {"email": "new@example.org"})
    assert question.status_code == 403
    assert mail.outbox == []
    confirm(client, question, password=PASSWORD)
    assert mails_to("new@example.org")


def test_wrong_code_is_said_and_only_so_often(signed_in, editor):
    code = ask_for(signed_in, "new@example.org")
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(TRIES):
        assert "The code is not right" in signed_in.post(ADDRESS, {"code": wrong}).content.decode()
    signed_in.post(ADDRESS, {"code": code})
    editor.refresh_from_db()
    assert editor.email == "editor@example.org"


def test_code_lapses(signed_in, editor, monkeypatch):
    code = ask_for(signed_in, "new@example.org")
    later = time.time() + VALID_FOR + 1
    monkeypatch.setattr("board.accounts.email_change.time.time", lambda: later)
    authenticate_again = signed_in.session["email_change"]
    assert authenticate_again["until"] < later
    signed_in.post(ADDRESS, {"code": code})
    editor.refresh_from_db()
    assert editor.email == "editor@example.org"


def test_code_of_an_address_that_was_changed_meanwhile_is_not_taken(signed_in, editor):
    code = ask_for(signed_in, "new@example.org")
    editor.email = "by-an-administrator@example.org"
    editor.save()
    signed_in.post(ADDRESS, {"code": code})
    editor.refresh_from_db()
    assert editor.email == "by-an-administrator@example.org"


def test_another_address_may_be_taken(signed_in):
    ask_for(signed_in, "new@example.org")
    assert "Code from the mail" in signed_in.get(ADDRESS).content.decode()
    signed_in.post(ADDRESS, {"again": "1"})
    assert "New email address" in signed_in.get(ADDRESS).content.decode()


@pytest.mark.parametrize("email", ["Editor@example.org", "not an address", ""])
def test_address_that_is_none_is_refused_with_a_reason(signed_in, email):
    assert "form-error" in signed_in.post(ADDRESS, {"email": email}).content.decode()
    assert mail.outbox == []


def test_session_holds_no_code(signed_in):
    code = ask_for(signed_in, "new@example.org")
    assert code not in str(dict(signed_in.session))


def test_administrator_who_changes_an_address_tells_the_old_one(client, superuser, editor):
    authenticate(client, superuser)
    url = reverse("wagtailusers_users:edit", args=[editor.pk])
    assert client.post(url, user_form(editor, email="new@example.org")).status_code == 302
    assert "new@example.org" in mails_to("editor@example.org")[0]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"first_name": "Kim"}, id="another field"),
        pytest.param({"email": "EDITOR@example.org"}, id="capitals alone"),
    ],
)
def test_old_address_is_not_told_of_what_is_no_change(editor, change):
    for name, value in change.items():
        setattr(editor, name, value)
    editor.save()
    assert mail.outbox == []


def test_no_earlier_address_stays_with_allauth(editor):
    reset_url(editor)
    assert EmailAddress.objects.filter(user=editor).exists()
    link = reset_url(editor)
    editor.email = "new@example.org"
    editor.save()
    assert not EmailAddress.objects.filter(user=editor).exclude(email="new@example.org").exists()
    assert f"user={user_pk_to_url_str(editor)}&" in link


def test_link_for_a_new_password_ends_with_the_address(client, editor):
    link = reset_url(editor)
    editor.email = "new@example.org"
    editor.save()
    assert "password1" not in client.get(link, follow=True).content.decode()


def test_wagtails_own_account_page_changes_neither_address_nor_password(client, editor):
    authenticate(client, editor, minutes_ago=16)
    form = {
        "name_email-first_name": "Kim",
        "name_email-last_name": "Example",
        "name_email-email": "new@example.org",
        "password-old_password": PASSWORD,
        "password-new_password1": "seventeen herons in a wide marsh",
        "password-new_password2": "seventeen herons in a wide marsh",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    response = client.post(reverse("wagtailadmin_account"), form)
    assert response.status_code == 302
    editor.refresh_from_db()
    assert editor.first_name == "Kim"
    assert editor.email == "editor@example.org"
    assert editor.check_password(PASSWORD)
