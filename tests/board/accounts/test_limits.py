"""Guesses are limited by account, address and network; the account's owner gets in all the same."""

import datetime as dt
import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from board.accounts.limits import (
    OF_ACCOUNT,
    OF_CLIENT,
    SUBJECTS_OF_NO_ACCOUNT,
    TRIES,
    TRIES_OF_DEVICE,
    subject_of_name,
    subject_of_no_account,
)
from board.accounts.models import KnownDevice, SignInAttempt
from board.accounts.password_reset import queue_reset_mails
from tests.users import PASSWORD, add_user, sign_in

REFUSED, WRONG, IN = 429, 200, 302
Kind = SignInAttempt.Kind


def guess(username, address, password="wrong", client=None):
    """Return the status of an attempt from an address."""
    return sign_in(client or Client(), username, password, REMOTE_ADDR=address).status_code


def sign_in_and_out(username, address):
    """Return a browser in which a user was signed in, at an address."""
    client = Client()
    assert guess(username, address, PASSWORD, client) == IN
    client.post("/accounts/logout/")
    return client


def later(monkeypatch, delay):
    """Move the clock on."""
    now = timezone.now() + delay
    monkeypatch.setattr("board.accounts.limits.timezone.now", lambda: now)


def fail(subject, number, address="192.0.2.{}", network="192.0.2.0/24", **fields):
    """Store attempts that failed, each from an address of its own."""
    attempts = [
        SignInAttempt(kind=Kind.PASSWORD, subject=subject, client=address.format(n), network=network, **fields)
        for n in range(number)
    ]
    SignInAttempt.objects.bulk_create(attempts)


def test_address_may_guess_five_times_in_a_quarter_of_an_hour(editor, monkeypatch):
    statuses = [guess("editor", "10.0.0.1") for _ in range(TRIES + 2)]
    assert statuses == [WRONG] * TRIES + [REFUSED] * 2
    assert guess("editor", "10.0.0.1", PASSWORD) == REFUSED
    assert guess("editor", "10.0.0.2", PASSWORD) == IN
    later(monkeypatch, dt.timedelta(minutes=16))
    assert guess("editor", "10.0.0.1", PASSWORD) == IN


def test_refusal_says_how_long_and_what_to_do(client, editor):
    for _ in range(TRIES):
        guess("editor", "10.0.0.1")
    response = sign_in(client, "editor", REMOTE_ADDR="10.0.0.1")
    assert 14 * 60 < int(response["Retry-After"]) <= 15 * 60
    assert "no-store" in response["Cache-Control"]
    content = response.content.decode()
    until = timezone.localtime() + dt.timedelta(minutes=15)
    assert f"at {until:%H:%M}" in content or f"at {until - dt.timedelta(minutes=1):%H:%M}" in content
    assert "/accounts/password/reset/" in content
    assert "999" in content


def test_spelling_of_a_name_and_of_an_address_make_no_difference(editor):
    addresses = ["10.0.0.1", "::ffff:10.0.0.1"]
    statuses = [guess(name, address) for name in ("editor", "EDITOR", "Editor ") for address in addresses]
    assert statuses == [WRONG] * TRIES + [REFUSED]


def test_neighbours_within_one_network_of_ipv6_are_one(editor):
    statuses = [guess("editor", f"2001:db8:0:1::{n}") for n in range(1, TRIES + 2)]
    assert statuses == [WRONG] * TRIES + [REFUSED]
    assert guess("editor", "2001:db8:0:2::1", PASSWORD) == IN


def test_name_of_no_account_is_limited_alike_and_not_stored(db):
    statuses = [guess("hunter2hunter2", "10.0.0.1") for _ in range(TRIES + 1)]
    assert statuses == [WRONG] * TRIES + [REFUSED]
    stored = str(list(SignInAttempt.objects.values()))
    assert "hunter2" not in stored
    assert "wrong" not in stored
    subjects = {subject_of_no_account(f"name {n}") for n in range(2 * SUBJECTS_OF_NO_ACCOUNT)}
    assert len(subjects) <= SUBJECTS_OF_NO_ACCOUNT


def test_right_passwords_count_against_no_limit(client, editor):
    for _ in range(TRIES + 1):
        assert sign_in(client, "editor").status_code == IN
        client.post("/accounts/logout/")
    assert not SignInAttempt.objects.exists()


def test_many_people_behind_one_address_mistype(db):
    fail("user:0", OF_CLIENT.guarded, address="10.0.0.1")
    people = [add_user(f"person-{n}", "Editors").username for n in range(3)]
    # Each has one try left, whatever the others did.
    assert [guess(name, "10.0.0.1", PASSWORD) for name in people] == [IN] * 3
    assert [guess(people[0], "10.0.0.1") for _ in range(2)] == [WRONG, REFUSED]
    fail("user:0", OF_CLIENT.closed - OF_CLIENT.guarded, address="10.0.0.1")
    assert guess(people[1], "10.0.0.1", PASSWORD) == REFUSED


def test_stranger_guesses_at_the_owner_s_name_behind_the_same_address(editor):
    owner, stranger = sign_in_and_out("editor", "10.0.0.1"), Client()
    assert guess("editor", "10.0.0.1", client=stranger) == WRONG
    while guess("editor", "10.0.0.1", client=stranger) != REFUSED:
        pass
    assert guess("editor", "10.0.0.1", PASSWORD, owner) == IN


def test_account_under_attack_leaves_each_address_one_try(editor):
    subject, _ = subject_of_name("editor")
    fail(subject, OF_ACCOUNT.guarded, user=editor)
    assert [guess("editor", "10.0.0.1") for _ in range(2)] == [WRONG, REFUSED]
    assert guess("editor", "10.0.0.2", PASSWORD) == IN


def test_account_is_closed_to_strangers_after_a_thousand(editor, moderator):
    device = sign_in_and_out("editor", "10.0.0.7")
    subject, _ = subject_of_name("editor")
    fail(subject, OF_ACCOUNT.closed, address="10.9.{}", network="10.9.0.0/24", user=editor)
    assert guess("editor", "10.0.0.1", PASSWORD) == REFUSED
    # The address of the last sign-in is known, and so is the device.
    assert guess("editor", "10.0.0.7", PASSWORD) == IN
    assert guess("editor", "10.0.0.2", PASSWORD, device) == IN
    assert guess("moderator", "10.0.0.1", PASSWORD) == IN


def test_link_of_a_reset_makes_a_device_known(editor):
    fail(f"user:{editor.pk}", OF_ACCOUNT.closed, address="10.9.{}", network="10.9.0.0/24", user=editor)
    client = Client(REMOTE_ADDR="10.0.0.1")
    assert guess("editor", "10.0.0.1", PASSWORD, client) == REFUSED
    client.post("/accounts/password/reset/", {"email": editor.email})
    queue_reset_mails()
    link = re.search(r"http://localhost(\S+key=\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).wsgi_request.path
    new = "heron marsh lantern seven"
    assert client.post(form, {"password1": new, "password2": new}).status_code == IN
    assert guess("editor", "10.0.0.1", new, client) == IN
    assert guess("editor", "10.0.0.9", new) == REFUSED


def test_who_asks_for_a_reset_again_and_again_fills_no_mailbox(client, editor):
    for number in range(3):
        client.post("/accounts/password/reset/", {"email": editor.email}, REMOTE_ADDR=f"10.0.0.{number}")
        queue_reset_mails()
    assert len(mail.outbox) == 1


def test_device_that_guesses_too_often_is_a_stranger_s(editor, monkeypatch):
    client = sign_in_and_out("editor", "10.0.0.1")
    device = KnownDevice.objects.get()
    fail(f"user:{editor.pk}", OF_ACCOUNT.closed, address="10.9.{}", network="10.9.0.0/24", user=editor)
    fail(f"user:{editor.pk}", TRIES_OF_DEVICE - TRIES, device=device, at=timezone.now() - dt.timedelta(hours=2))
    KnownDevice.objects.update(client="10.3.3.3")
    statuses = [guess("editor", "10.0.0.2", client=client) for _ in range(TRIES)]
    assert statuses == [WRONG] * TRIES
    later(monkeypatch, dt.timedelta(minutes=16))
    assert guess("editor", "10.0.0.2", PASSWORD, client) == REFUSED


def test_cookie_of_one_account_is_none_of_another(editor, moderator):
    client = sign_in_and_out("editor", "10.0.0.1")
    fail(f"user:{moderator.pk}", OF_ACCOUNT.closed, address="10.9.{}", network="10.9.0.0/24")
    assert guess("moderator", "10.0.0.9", PASSWORD, client) == REFUSED


def test_asking_for_resets_is_limited_alike_for_every_address(client, editor):
    def ask(email):
        return client.post("/accounts/password/reset/", {"email": email}, REMOTE_ADDR="10.0.0.1").status_code

    for email in ("editor@example.org", "heron@example.org"):
        assert [ask(email) for _ in range(TRIES + 1)] == [IN] * TRIES + [REFUSED]
    assert "heron" not in str(list(SignInAttempt.objects.values()))


@pytest.mark.parametrize("what", ["page", "files"])
def test_password_of_private_pages_and_files_is_limited(client, home, what):
    if what == "page":
        restriction = PageViewRestriction.objects.create(page=home, restriction_type="password", password="open")
        address = f"/_util/authenticate_with_password/{restriction.pk}/{home.pk}/"
    else:
        collection = Collection.get_first_root_node().add_child(name="Minutes")
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="password", password="open"
        )
        address = f"/documents/authenticate_with_password/{restriction.pk}/"
    right = {"password": "open", "return_url": "/"}
    for _ in range(TRIES + 1):
        assert client.post(address, right, REMOTE_ADDR="10.0.0.1").status_code == IN
    for _ in range(TRIES):
        assert client.post(address, {"password": "x", "return_url": "/"}, REMOTE_ADDR="10.0.0.1").status_code == WRONG
    response = client.post(address, right, REMOTE_ADDR="10.0.0.1")
    assert (response.status_code, "Ask the board" in response.content.decode()) == (REFUSED, True)
    assert client.post(address, right, REMOTE_ADDR="10.0.0.2").status_code == IN


def test_old_password_can_t_be_guessed_in_an_open_session(client, editor):
    sign_in(client, "editor")

    def change(old, new):
        form = {"oldpassword": old, "password1": new, "password2": new}
        return client.post("/accounts/password/change/", form).status_code

    # A new password that is refused is no guess at the old one.
    assert {change(PASSWORD, "short") for _ in range(TRIES + 1)} == {WRONG}
    assert [change("wrong", "heron marsh lantern seven") for _ in range(TRIES + 1)] == [WRONG] * TRIES + [REFUSED]


def test_attackers_stay_within_the_limits_and_the_owner_gets_in(editor, caplog):
    caplog.set_level(logging.INFO)
    assert_owner_gets_in(addresses=15, rounds=6, guarded=10)
    assert not any(word in caplog.text for word in ("secret-", "10.0.0.", "editor"))


@pytest.mark.test_long("Ten thousand attempts take minutes; the quick tier has ninety.")
def test_ten_thousand_attempts_from_two_hundred_addresses(editor, caplog):
    caplog.set_level(logging.INFO)
    assert_owner_gets_in(addresses=200, rounds=50, guarded=OF_ACCOUNT.guarded)
    assert not any(word in caplog.text for word in ("secret-", "10.0.0.", "editor"))


def assert_owner_gets_in(*, addresses, rounds, guarded):
    """Let strangers guess from each address in turn, and the owner sign in after each round, at home and elsewhere."""
    owner, tried = Client(), 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("board.accounts.limits.OF_ACCOUNT", OF_ACCOUNT._replace(guarded=guarded))
        for number in range(rounds):
            for n in range(addresses):
                tried += guess("editor", f"10.0.0.{n}", f"secret-{number}-{n}") != REFUSED
            assert guess("editor", f"10.0.1.{number}", PASSWORD, owner) == IN
            owner.post("/accounts/logout/")
            assert guess("editor", f"10.0.2.{number}", PASSWORD) == IN
    assert tried == SignInAttempt.objects.count() <= guarded + addresses


@pytest.mark.own_database
@pytest.mark.postgresql("What one transaction sees of others that run at once.")
def test_twenty_guesses_at_once_are_no_more_than_five(database_of_threads):
    add_user("editor", "Editors")

    def run(number):
        try:
            return guess("editor", "10.0.0.1", f"wrong {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        statuses = list(threads.map(run, range(20)))
    assert statuses.count(WRONG) == SignInAttempt.objects.count() <= TRIES
    assert set(statuses) <= {WRONG, REFUSED}
    assert guess("editor", "10.0.0.2", PASSWORD) == IN


def test_refusal_asks_the_database_little_and_writes_once(editor, django_assert_max_num_queries):
    for _ in range(TRIES + 1):
        guess("editor", "10.0.0.1")
    assert SignInAttempt.objects.filter(limit_reached=True).count() == 1
    with django_assert_max_num_queries(8) as queries:
        assert guess("editor", "10.0.0.1") == REFUSED
    assert not [query for query in queries.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
