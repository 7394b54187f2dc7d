"""The secrets of second factors: encrypted, readable with each key, and never an error page."""

import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from allauth.mfa.utils import encrypt
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from board.accounts.checks import second_factors_are_readable
from board.accounts.factor_keys import UnreadableSecretError
from tests.users import add_user

FIRST, SECOND, THIRD = (Fernet.generate_key().decode() for _ in range(3))
PASSWORD = "a-long-password-for-tests"


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.FACTOR_KEYS = [FIRST]


@pytest.fixture
def factors(db):
    """A moderator's secret and recovery codes, as they are shown once."""
    moderator = add_user("moderator", "Moderators")
    secret = generate_totp_secret()
    TOTP.activate(moderator, secret)
    codes = RecoveryCodes.activate(moderator)
    seed = codes.instance.wrap()
    codes.instance.refresh_from_db()
    return moderator, secret, seed.generate_codes()


def code_of(secret):
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, list(counters())[1]))


def database_dump():
    """Return every row of the tables that hold accounts, factors and sessions, and what ``dumpdata`` writes."""
    rows = []
    for table in connection.introspection.table_names():
        if table.startswith(("mfa", "account", "django_session", "usersessions", "mailqueue")):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows += cursor.fetchall()
    written = StringIO()
    call_command("dumpdata", "mfa", "accounts", "sessions", stdout=written)
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert all(sessions), "A session of this test can’t be read."
    return repr(rows) + written.getvalue()


def sign_in(client, username="moderator"):
    """Sign in with a password; return the response."""
    return client.post(reverse("account_login"), {"login": username, "password": PASSWORD})


def confirm_password(client):
    """Confirm the password of a session, as allauth asks before second factors are changed or shown."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_dump_holds_no_readable_secret(factors):
    _, secret, codes = factors
    dump = database_dump()
    data = [authenticator.data for authenticator in Authenticator.objects.all()]
    assert "gAAAA" in dump
    assert not [text for text in (secret, *codes) if text in dump]
    assert {name for each in data for name in each if name in {"secret", "seed"}} == {"secret", "seed"}


def test_secret_of_an_app_that_is_being_set_up_is_not_in_the_sessions_readable(client, db):
    add_user("moderator", "Moderators")
    sign_in(client)
    confirm_password(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.session["mfa.totp.secret"] == secret
    assert secret not in database_dump()


def test_session_of_an_unknown_key_is_signed_out(client, db, settings):
    add_user("moderator", "Moderators")
    sign_in(client)
    assert client.get(reverse("account_change_password")).status_code == 200
    settings.FACTOR_KEYS = [SECOND]
    assert client.get(reverse("account_change_password")).status_code == 302


def test_keys_are_rotated(factors, settings, capsys):
    moderator, secret, codes = factors
    settings.FACTOR_KEYS = [SECOND, FIRST]
    before = json.dumps([each.data for each in Authenticator.objects.all()])
    assert TOTP(Authenticator.objects.get(user=moderator, type="totp")).validate_code(code_of(secret))
    call_command("rotate_factor_keys")
    assert "2 second factors encrypted" in capsys.readouterr().out
    assert json.dumps([each.data for each in Authenticator.objects.all()]) != before
    settings.FACTOR_KEYS = [SECOND]
    recovery = Authenticator.objects.get(user=moderator, type="recovery_codes").wrap()
    assert recovery.generate_codes() == codes
    assert recovery.validate_code(codes[3])
    assert not recovery.validate_code(codes[3])
    assert second_factors_are_readable(None, ["default"]) == []


def test_rotation_keeps_which_codes_were_used_and_those_brought_along(factors, settings):
    moderator, _, codes = factors
    recovery = Authenticator.objects.get(user=moderator, type="recovery_codes")
    recovery.wrap().validate_code(codes[0])
    brought = add_user("editor", "Editors")
    migrated = Authenticator.objects.create(user=brought, type="recovery_codes", data={"migrated_codes": []})
    migrated.data = {"migrated_codes": [encrypt("11112222"), encrypt("33334444")]}
    migrated.save()
    settings.FACTOR_KEYS = [SECOND, FIRST]
    call_command("rotate_factor_keys")
    settings.FACTOR_KEYS = [SECOND]
    assert not Authenticator.objects.get(pk=recovery.pk).wrap().validate_code(codes[0])
    assert Authenticator.objects.get(pk=migrated.pk).wrap().get_unused_codes() == ["11112222", "33334444"]


def test_passkeys_are_left_alone(factors, settings):
    moderator, *_ = factors
    passkey = Authenticator.objects.create(user=moderator, type="webauthn", data={"name": "Key", "credential": {}})
    settings.FACTOR_KEYS = [SECOND, FIRST]
    call_command("rotate_factor_keys")
    passkey.refresh_from_db()
    assert passkey.data == {"name": "Key", "credential": {}}


def test_lost_key_is_said_to_the_user(client, factors, settings, caplog):
    _, secret, _ = factors
    settings.FACTOR_KEYS = [THIRD]
    assert sign_in(client).url == reverse("mfa_authenticate")
    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert response.status_code == 200
    assert "can’t read your second factor" in response.content.decode()
    assert "FACTOR_KEYS" in caplog.text
    assert not client.session.get("_auth_user_id")


def test_lost_key_is_said_where_no_form_is(client, factors, settings):
    moderator, *_ = factors
    settings.FACTOR_KEYS = [THIRD]
    client.force_login(moderator)
    confirm_password(client)
    response = client.get(reverse("mfa_view_recovery_codes"))
    assert response.status_code == 503
    assert "tell your system administrator" in response.content.decode()


def test_lost_key_is_said_to_the_administrator(factors, settings):
    settings.FACTOR_KEYS = [THIRD]
    with pytest.raises(CommandError, match="fits the second factors of: moderator"):
        call_command("rotate_factor_keys")
    (error,) = second_factors_are_readable(None, ["default"])
    assert "moderator" in error.msg
    assert second_factors_are_readable(None, None) == []


def test_text_that_was_never_encrypted_is_refused(factors):
    recovery = Authenticator.objects.get(type="recovery_codes")
    recovery.data["seed"] = "ab" * 40
    recovery.save()
    with pytest.raises(UnreadableSecretError):
        recovery.wrap().generate_codes()
