"""Sessions are listed, and ended one by one, all at once, and by an administrator."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from board.accounts.models import KnownDevice, SignInAttempt, UsedCode
from tests.users import sign_in

SESSIONS = "/accounts/sessions/"


def signed_in(username="editor", user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"):
    client = Client(headers={"user-agent": user_agent})
    sign_in(client, username)
    return client


def is_signed_in(client):
    return client.get(SESSIONS).status_code == 200


def test_user_ends_one_session(editor):
    here, there, third = signed_in(), signed_in(user_agent="Mozilla/5.0 (iPhone) Safari/604.1"), signed_in()
    page = here.get(SESSIONS)
    assert page.content.count(b"Firefox on Windows") == 2
    assert b"Safari on iPhone" in page.content
    pk = UserSession.objects.get(user_agent__contains="iPhone").pk
    assert here.post(SESSIONS, {"session": pk}).url == SESSIONS
    assert [is_signed_in(client) for client in (here, there, third)] == [True, False, True]


def test_user_ends_all_other_sessions(editor):
    here, there = signed_in(), signed_in()
    here.post(SESSIONS)
    assert [is_signed_in(client) for client in (here, there)] == [True, False]
    assert UserSession.objects.count() == 1


def test_session_of_another_user_is_not_ended(editor, moderator):
    here, other = signed_in(), signed_in("moderator")
    pk = UserSession.objects.get(user=moderator).pk
    for value in (pk, "x", "999999"):
        assert here.post(SESSIONS, {"session": value}).status_code == 302
    assert is_signed_in(other)


def test_own_session_is_ended_by_signing_out(editor):
    here = signed_in()
    assert here.post(SESSIONS, {"session": UserSession.objects.get().pk}).url == "/accounts/logout/"


def test_administrator_ends_the_sessions_of_a_user(client, editor, superuser):
    there = signed_in()
    client.force_login(superuser)
    page = reverse("user_sessions", args=[editor.pk])
    assert b"Firefox on Windows" in client.get(page).content
    assert page in client.get("/admin/users/").content.decode()
    assert client.post(page).status_code == 302
    assert not is_signed_in(there)
    assert not KnownDevice.objects.filter(user=editor).exists()
    assert b"not signed in anywhere" in client.get(page).content
    assert ModelLogEntry.objects.filter(action="accounts.end_sessions", user=superuser).count() == 1


def test_no_one_else_ends_them_or_reads_the_report(client, editor, moderator):
    there = signed_in()
    client.force_login(moderator)
    page = reverse("user_sessions", args=[editor.pk])
    for response in (client.get(page), client.post(page), client.get("/admin/reports/failed-sign-ins/")):
        assert response.status_code == 302
    assert is_signed_in(there)
    assert b"Failed sign-ins" not in client.get("/admin/reports/").content


def test_report_names_accounts_and_no_typed_words(client, editor, superuser):
    for username in ("editor", "my-secret-password"):
        sign_in(Client(), username, "wrong", REMOTE_ADDR="10.0.0.1")
    for _ in range(5):
        sign_in(Client(), "editor", "wrong", REMOTE_ADDR="10.0.0.1")
    client.force_login(superuser)
    page = client.get("/admin/reports/failed-sign-ins/").content.decode()
    assert page.count("10.0.0.1") == 6
    for words in ("No account", "Reached: more was refused", "editor"):
        assert words in page
    assert "my-secret-password" not in page
    table = b"".join(client.get("/admin/reports/failed-sign-ins/?export=csv").streaming_content).decode()
    assert table.count("10.0.0.1") == 6
    assert client.get("/admin/reports/failed-sign-ins/?kind=code").content.count(b"10.0.0.1") == 0


def test_what_is_too_old_is_forgotten(editor, capsys):
    now = timezone.now()
    for days in (29, 31):
        SignInAttempt.objects.create(kind="password", subject="user:1", at=now - dt.timedelta(days=days))
    for days in (399, 401):
        KnownDevice.objects.create(user=editor, token_digest=str(days), last_seen=now - dt.timedelta(days=days))
    UsedCode.objects.create(user=editor, digest="old", at=now - dt.timedelta(days=1))
    here, there = signed_in(), signed_in()
    there.session.flush()
    call_command("prune_sign_in_log")
    assert capsys.readouterr().out == "Forgotten: 1 failed sign-ins, 1 browsers, 1 sessions.\n"
    assert (SignInAttempt.objects.count(), UsedCode.objects.count()) == (1, 0)
    assert is_signed_in(here)
