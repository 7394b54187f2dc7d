"""Sessions are locked after a while, and a confirmation opens them with nothing lost."""

import datetime as dt
import json

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from board.accounts.models import UsedCode
from board.accounts.session_age import WRITTEN_EVERY
from tests.admin import news_form
from tests.board.accounts.factors import add_app, code_of
from tests.factories import NewsPageFactory
from tests.users import PASSWORD, sign_in

pytestmark = pytest.mark.usefixtures("second_factor_required")

HOME = "/admin/reports/aging-pages/"
CODE, AGAIN, PASSWORD_AGAIN = (
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/reauthenticate/",
)


@pytest.fixture
def at_work(moderator):
    """The browser of a moderator who has signed in with an app, and the app's secret."""
    secret = add_app(moderator)
    client = Client()
    sign_in(client, "moderator")
    client.post(CODE, {"code": code_of(secret)})
    return client, secret


def let_pass(client, *, confirmed=0, seen=0):
    """Let so many minutes pass since the session was confirmed, and since it was last used."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= confirmed * 60
    session.save()
    record = UserSession.objects.get(session_key=session.session_key)
    UserSession.objects.filter(pk=record.pk).update(last_seen_at=record.last_seen_at - dt.timedelta(minutes=seen))


def forget_used_codes():
    """Let an app's code be used again in the same half minute."""
    UsedCode.objects.all().delete()
    cache.clear()


def is_open(client):
    return client.get(HOME).status_code == 200


@pytest.mark.parametrize(
    ("confirmed", "seen", "stays_open"),
    [(50, 50, True), (90, 50, True), (90, 70, False), (11 * 60, 10, True), (12 * 60 + 1, 1, False)],
)
def test_session_of_who_publishes_is_locked_after_an_idle_hour_or_a_day(at_work, confirmed, seen, stays_open):
    client, _ = at_work
    let_pass(client, confirmed=confirmed, seen=seen)
    assert is_open(client) is stays_open


@pytest.mark.parametrize(("confirmed", "stays_open"), [(11 * 60, True), (12 * 60 + 1, False)])
def test_session_of_an_editor_lasts_a_day_s_writing(editor, confirmed, stays_open):
    client = Client()
    sign_in(client, "editor")
    let_pass(client, confirmed=confirmed, seen=confirmed)
    assert is_open(client) is stays_open
    if not stays_open:
        assert client.get(HOME).url.startswith(PASSWORD_AGAIN)
        assert client.post(f"{PASSWORD_AGAIN}?next={HOME}", {"password": PASSWORD}).url == HOME
        assert is_open(client)


def test_requests_keep_a_session_open_and_pings_do_not(at_work, news_index):
    client, _ = at_work
    item = NewsPageFactory(parent=news_index)
    let_pass(client, confirmed=120, seen=30)
    before = UserSession.objects.get().last_seen_at
    client.post(reverse("wagtailadmin_editing_sessions:ping", args=["news", "newspage", item.pk, 1]))
    assert UserSession.objects.get().last_seen_at == before
    assert is_open(client)
    assert timezone.now() - UserSession.objects.get().last_seen_at < WRITTEN_EVERY


def test_confirming_in_another_tab_lets_the_open_form_be_sent(at_work, news_index):
    client, secret = at_work
    client.handler.enforce_csrf_checks = True
    item = NewsPageFactory(parent=news_index)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    form = news_form("Long and unsaved", csrfmiddlewaretoken=str(page.context["csrf_token"]))
    let_pass(client, confirmed=100, seen=100)
    # The autosave is told, a form is kept, and nothing else opens.
    autosave = {"headers": {"accept": "application/json"}}
    told = client.post(page.wsgi_request.path, form, **autosave)
    assert (told.status_code, json.loads(told.content)["error_code"]) == (403, "locked")
    kept = client.post(page.wsgi_request.path, form)
    assert b"Long and unsaved" in kept.content
    assert AGAIN.encode() in kept.content
    assert client.get("/accounts/password/change/").url.startswith(AGAIN)
    forget_used_codes()
    token = client.get(AGAIN).context["csrf_token"]
    assert client.post(AGAIN, {"code": code_of(secret), "csrfmiddlewaretoken": token}).status_code == 302
    # The form that was open all the time is taken as it stands: its token is still good.
    assert json.loads(client.post(page.wsgi_request.path, form, **autosave).content)["success"] is True
    item.refresh_from_db()
    assert item.get_latest_revision_as_object().title == "Long and unsaved"


def test_locked_session_is_signed_out_for_readers_pages(at_work, home):
    client, _ = at_work
    let_pass(client, confirmed=13 * 60)
    response = client.get("/accounts/sessions/")
    assert response.url.startswith(AGAIN)
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session
