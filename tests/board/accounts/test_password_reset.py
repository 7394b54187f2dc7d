"""A forgotten password: the same answer to everyone, a link that works once, and no way past the second factor."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from board.accounts.models import PasswordResetRequest
from board.accounts.password_reset import queue_reset_mails
from board.engines.mailqueue.delivery import send_due_mail
from tests.users import add_user

NEW = "kestrel pewter oblong"


@pytest.fixture
def moderator(db):
    return add_user("moderator", "Moderators")


def ask(client, email):
    """Ask for a new password for an address; return the response."""
    return client.post(reverse("account_reset_password"), {"email": email})


def link():
    """Return the path of the link in the only mail."""
    (sent,) = mail.outbox
    return re.search(r"http://localhost(/accounts/\S+)", sent.body)[1]


def open_form(client, path):
    """Follow a link to the form behind it; return the response and the form's address."""
    response = client.get(path, follow=True)
    return response, response.request["PATH_INFO"]


def set_password(client, path, password=NEW):
    """Set a password by a link; return the response."""
    _, url = open_form(client, path)
    return client.post(url, {"password1": password, "password2": password})


def shape(statement):
    """Return a statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", statement)


def test_known_and_unknown_addresses_are_one_request(client, moderator):
    """The same statements, answer and headers: what differs is done by the mail worker."""
    seen = []
    client.get(ask(client, "first@example.org").url)  # What every page has in common is remembered from here on.
    for email in (moderator.email, "stranger@example.org", moderator.email.upper()):
        client.cookies.clear()
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, email)
            page = client.get(response.url)
        seen.append(
            (
                response.status_code,
                response.url,
                sorted(response.headers),
                re.sub(r'name="csrf\w+" value="\w+"', "", page.content.decode()),
                [shape(query["sql"]) for query in queries],
            )
        )
    assert seen[0] == seen[1] == seen[2]
    assert not [statement for statement in seen[0][-1] if 'FROM "accounts_user"' in statement]
    assert mail.outbox == []
    assert PasswordResetRequest.objects.count() == 4


def test_worker_mails_the_account_and_no_stranger(client, moderator):
    for email in (moderator.email, moderator.email, "stranger@example.org"):
        ask(client, email)
    send_due_mail()
    (sent,) = mail.outbox
    assert sent.to == [moderator.email]
    assert "moderator" in sent.body
    assert not PasswordResetRequest.objects.exists()
    send_due_mail()
    assert len(mail.outbox) == 1


def test_every_account_of_an_address_gets_its_own_link(client, moderator):
    other = add_user("editor", "Editors")
    other.email = moderator.email
    other.save()
    mail.outbox.clear()  # The old address was told.
    ask(client, moderator.email)
    queue_reset_mails()
    assert {re.search("“(.*)”", sent.body)[1] for sent in mail.outbox} == {"moderator", "editor"}
    assert len({re.search(r"http\S+key=\S+", sent.body)[0] for sent in mail.outbox}) == 2


@pytest.mark.parametrize("typed", ["ﬁrst@example.org", "first@example.orɡ", "f\u0131rst@example.org"])
def test_address_that_looks_alike_is_mailed_nothing(client, db, typed):
    user = add_user("first", "Editors")
    ask(client, typed)
    queue_reset_mails()
    assert all(sent.to == [user.email] for sent in mail.outbox)


def test_account_that_was_closed_is_mailed_nothing(client, moderator):
    moderator.is_active = False
    moderator.save()
    ask(client, moderator.email)
    queue_reset_mails()
    assert mail.outbox == []


def test_no_path_holds_the_key(client, moderator):
    """Logs have the paths of requests."""
    ask(client, moderator.email)
    queue_reset_mails()
    key = re.search(r"key=([\w-]+)", link())[1]
    response, url = open_form(client, link())
    assert key not in "".join([link().partition("?")[0], url, *(path for path, _ in response.redirect_chain)])
    assert "password1" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["", "?user=0&key=x", "?user=-1&key=", "?user=%00&key=%00", "?user=zzzzzzzzzzzzzzzz&key=a-b"]
)
def test_link_that_is_none_says_so_and_keeps_nothing(client, db, query):
    response, _ = open_form(client, reverse("account_reset_password_link") + query)
    assert response.context["token_fail"]
    assert "_password_reset_key" not in client.session


def test_link_works_once(client, moderator):
    ask(client, moderator.email)
    queue_reset_mails()
    set_password(client, link())
    moderator.refresh_from_db()
    assert moderator.check_password(NEW)
    client.cookies.clear()
    response, _ = open_form(client, link())
    assert response.context["token_fail"]
    set_password(client, link(), "another pewter oblong")
    moderator.refresh_from_db()
    assert moderator.check_password(NEW)


def test_link_of_an_hour_ago_is_dead(client, moderator, monkeypatch):
    ask(client, moderator.email)
    queue_reset_mails()
    now = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now(self) + dt.timedelta(minutes=61))
    response, _ = open_form(client, link())
    assert response.context["token_fail"]


def test_new_password_follows_the_rules(client, moderator):
    ask(client, moderator.email)
    queue_reset_mails()
    response = set_password(client, link(), "passwordpassword")
    assert "stolen passwords" in response.content.decode()
    moderator.refresh_from_db()
    assert not moderator.check_password("passwordpassword")


def test_new_password_neither_signs_in_nor_removes_the_second_factor(client, moderator, settings):
    settings.SECOND_FACTOR = "required"
    TOTP.activate(moderator, generate_totp_secret())
    ask(client, moderator.email)
    queue_reset_mails()
    set_password(client, link())
    assert "_auth_user_id" not in client.session
    assert Authenticator.objects.filter(user=moderator).count() == 1
    response = client.post(reverse("account_login"), {"login": "moderator", "password": NEW})
    assert response.url == reverse("mfa_authenticate")
    assert client.get("/admin/").status_code == 302


def test_new_password_ends_the_sessions(client, moderator):
    client.force_login(moderator)
    assert client.get("/admin/").status_code == 200
    other = type(client)()
    ask(other, moderator.email)
    queue_reset_mails()
    set_password(other, link())
    assert client.get("/admin/").status_code == 302


def test_request_of_the_admin_leads_to_the_same_page(client, db):
    assert client.get("/admin/password_reset/").url == reverse("account_reset_password")
