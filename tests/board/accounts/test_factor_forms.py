"""Codes and challenges are limited, and taken once whichever process or thread is first."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client

from board.accounts import factor_forms
from board.accounts.limits import TRIES
from board.accounts.models import SignInAttempt, UsedCode
from tests.board.accounts.factors import add_app, add_recovery_codes, code_of
from tests.users import add_user, sign_in

CODE_PAGE, AGAIN = "/accounts/2fa/authenticate/", "/accounts/2fa/reauthenticate/"
REFUSED, WRONG, IN = 429, 200, 302


def at_the_code(username="editor", address="10.0.0.1"):
    """Return a browser in which the right password was typed, and the code is asked for."""
    client = Client(REMOTE_ADDR=address)
    assert sign_in(client, username).url.startswith(CODE_PAGE)
    return client


def enter(client, code):
    """Return the status of a code: a redirect if it signed in."""
    return client.post(CODE_PAGE, {"code": code}).status_code


def enter_twenty_times(usernames, code):
    """Return how many of twenty browsers a code signs in, all at once."""
    browsers = [at_the_code(username, f"10.0.{n}.1") for n, username in enumerate(usernames)]

    def run(browser):
        try:
            return enter(browser, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as threads:
        return list(threads.map(run, browsers)).count(IN)


def test_code_is_taken_once_by_two_processes(editor):
    code = code_of(add_app(editor))
    first, second = at_the_code(), at_the_code()
    assert enter(first, code) == IN
    cache.clear()  # Another process has a cache of its own, where allauth looks for codes that were used.
    assert b"Wait for the next one" in second.post(CODE_PAGE, {"code": code}).content
    assert enter(second, f" {code[:3]}-{code[3:]} ") == WRONG


def test_code_that_set_up_the_app_signs_no_one_in(editor):
    client = Client()
    sign_in(client, "editor")
    client.get("/accounts/2fa/totp/activate/")
    code = code_of(client.session["mfa.totp.secret"])
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == IN
    cache.clear()
    assert enter(at_the_code(), code) == WRONG


def test_codes_are_limited_by_account_and_address(editor):
    secret = add_app(editor)
    client = at_the_code()
    assert [enter(client, "000000") for _ in range(TRIES + 1)] == [WRONG] * TRIES + [REFUSED]
    assert enter(client, code_of(secret)) == REFUSED
    assert enter(at_the_code(address="10.0.0.2"), code_of(secret)) == IN
    assert {attempt.get_kind_display() for attempt in SignInAttempt.objects.all()} == {"Code"}


@pytest.mark.parametrize(("page", "field"), [(AGAIN, "code"), ("/accounts/reauthenticate/", "password")])
def test_limit_within_a_session_shows_the_form_again(editor, page, field):
    if field == "code":
        secret = add_app(editor)
        client = at_the_code()
        enter(client, code_of(secret))
    else:
        client = Client()
        sign_in(client, "editor")
    statuses = [client.post(page, {field: "000000"}).status_code for _ in range(TRIES)]
    assert statuses == [WRONG] * TRIES
    response = client.post(page, {field: "000000"})
    assert response.status_code == REFUSED
    assert int(response["Retry-After"]) > 0
    assert b"Too many tries. You can try again at" in response.content
    assert f'name="{field}"' in response.content.decode()


@pytest.mark.own_database
@pytest.mark.postgresql("Locks of rows decide who is first.")
def test_recovery_code_signs_in_once_of_twenty_at_once(database_of_threads):
    user = add_user("editor", "Editors")
    add_app(user)
    code = add_recovery_codes(user)[0]
    assert enter_twenty_times(["editor"] * 20, code) == 1


@pytest.mark.own_database
@pytest.mark.test_all("The code of an app goes the same way as the recovery codes of the quick tier.")
def test_code_of_an_app_signs_in_once_of_twenty_at_once(database_of_threads):
    user = add_user("editor", "Editors")
    code = code_of(add_app(user))
    assert enter_twenty_times(["editor"] * 20, code) == 1


def test_marks_of_codes_are_forgotten(editor, monkeypatch):
    secret = add_app(editor)
    enter(at_the_code(), code_of(secret))
    UsedCode.objects.update(at="2026-01-01T00:00Z")
    editor.refresh_from_db()
    assert factor_forms.use_once(editor, "another")
    assert UsedCode.objects.count() == 1


class TestPasskeys:
    """Answers to challenges, of which the library has found that the signature is right."""

    @pytest.fixture
    def passkey(self, editor, monkeypatch):
        authenticator = Authenticator.objects.create(user=editor, type="webauthn", data={"name": "Phone"})
        monkeypatch.setattr(
            factor_forms.passkey_forms.auth, "complete_authentication", lambda user, credential: authenticator
        )
        return authenticator

    def answer(self, rf, user, *, challenge=b"challenge", counter=0):
        """Return the form with an answer to a challenge."""

        def encode(data):
            return base64.urlsafe_b64encode(data).decode().rstrip("=")

        client_data = {"type": "webauthn.get", "challenge": encode(challenge), "origin": "http://localhost"}
        credential = {
            "id": encode(b"id"),
            "rawId": encode(b"id"),
            "type": "public-key",
            "response": {
                "clientDataJSON": encode(json.dumps(client_data).encode()),
                "authenticatorData": encode(b"\0" * 32 + b"\x05" + counter.to_bytes(4, "big")),
                "signature": encode(b"signature"),
            },
        }
        request = rf.post("/")
        request.allauth, request.session = SimpleNamespace(), {}
        with request_context(request):
            form = factor_forms.AuthenticateWebAuthnForm({"credential": json.dumps(credential)}, user=user)
            form.is_valid()
        return form.errors

    def test_challenge_is_answered_once(self, rf, editor, passkey):
        assert not self.answer(rf, editor)
        assert self.answer(rf, editor)
        assert not self.answer(rf, editor, challenge=b"next")

    def test_passkey_that_signed_less_often_than_before_is_a_copy(self, rf, editor, passkey):
        for counter, is_taken in [(3, True), (7, True), (7, False), (5, False), (0, False), (8, True)]:
            errors = self.answer(rf, editor, challenge=f"{counter} {is_taken}".encode(), counter=counter)
            assert bool(errors) is not is_taken, counter
