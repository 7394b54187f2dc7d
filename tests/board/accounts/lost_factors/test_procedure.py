"""A lost second factor is reset by two people, after an hour without an objection, and by nothing less."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from board.accounts.lost_factors.models import FactorReset, FactorResetEvent
from board.accounts.lost_factors.procedure import (
    apply_due,
    cancel,
    expire,
    object_to,
    record_call_back,
    start_reset,
)
from board.insert_only import InsertOnlyError
from tests.board.accounts.lost_factors.conftest import HOUR, STORY, after, factors, kinds, make_older
from tests.users import add_user


def mails_to(user):
    """Return the subjects of the mails to a user."""
    return [sent.subject for sent in mail.outbox if sent.to == [user.email]]


def test_factors_are_removed_an_hour_after_the_call_back(called_back, chair, superuser, moderator):
    assert apply_due(after(HOUR - dt.timedelta(seconds=5))) == 0
    assert factors(chair) == 3
    assert apply_due(after(HOUR)) == 1
    assert factors(chair) == 0
    assert apply_due(after(HOUR)) == 0
    assert kinds(called_back) == ["started", "called_back", "effective"]
    assert len(mails_to(chair)) == 3
    assert "second factor of chair was removed" in mails_to(superuser)[-1]
    assert "second factor of chair was removed" in mails_to(moderator)[-1]


def test_nothing_happens_without_the_call_back(started, chair):
    assert apply_due(after(6 * dt.timedelta(days=1))) == 0
    assert factors(chair) == 3


def test_mail_at_the_start_asks_the_owner_and_those_who_may_ring(started, chair, moderator, superuser):
    assert mails_to(chair) == ["Someone asked to reset your second factor"]
    assert mails_to(moderator) == ["Please ring chair about a lost second factor"]
    assert mails_to(superuser) == []
    assert all("http://localhost/" in sent.body for sent in mail.outbox)
    assert not [sent for sent in mail.outbox if STORY["identification"] in sent.body]


def test_owner_objects(called_back, chair, superuser, moderator):
    object_to(called_back)
    assert apply_due(after(HOUR)) == 0
    assert factors(chair) == 3
    assert kinds(called_back)[-1] == "objected"
    for user in (chair, superuser, moderator):
        assert "nothing was removed" in mails_to(user)[-1]
    with pytest.raises(ValidationError, match="ended already"):
        object_to(called_back)


def test_owner_who_uses_a_factor_has_not_lost_it(called_back, chair):
    authenticator_used.send(sender=Authenticator, request=None, user=chair, authenticator=None)
    assert kinds(called_back)[-1] == "factor_used"
    assert apply_due(after(HOUR)) == 0
    assert factors(chair) == 3


def test_owner_who_signs_in_with_a_code_ends_the_reset(called_back, chair, client):
    app = Authenticator.objects.get(user=chair, type="totp")
    client.post(reverse("account_login"), {"login": "chair", "password": "a-long-password-for-tests"})
    assert FactorReset.objects.open().exists()
    counter = list(yield_hotp_counters_from_time())[1]
    code = format_hotp_value(hotp_value(decrypt(app.data["secret"]), counter))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(chair.pk)
    assert kinds(called_back)[-1] == "factor_used"


def test_factor_of_another_person_changes_nothing(called_back, moderator):
    authenticator_used.send(sender=Authenticator, request=None, user=moderator, authenticator=None)
    assert FactorReset.objects.open().count() == 1


def test_person_who_is_not_confirmed_on_the_telephone_gets_nothing(started, chair, moderator):
    reset = record_call_back(started, moderator, identification="ending in 960", confirmed=False)
    assert reset.ended_at
    assert kinds(reset) == ["started", "not_confirmed"]
    assert "Someone may have tried" in mail.outbox[-1].body


def test_reset_that_no_one_rings_about_expires(started, chair, moderator):
    make_older(started, dt.timedelta(days=7))
    with pytest.raises(ValidationError, match="longer than seven days"):
        record_call_back(started, moderator, identification="office number")
    assert expire(after(-HOUR)) == 0
    assert expire(after(0 * HOUR)) == 1
    assert expire(after(0 * HOUR)) == 0
    assert kinds(started)[-1] == "expired"
    assert factors(chair) == 3


def test_expired_reset_is_in_no_one_s_way(started, chair, superuser):
    make_older(started, dt.timedelta(days=8))
    again = start_reset(chair, superuser, **STORY)
    assert again.pk != started.pk
    assert kinds(started)[-1] == "expired"


def test_reset_that_was_rung_about_does_not_expire(called_back, chair):
    make_older(called_back, dt.timedelta(days=8))
    assert expire(after(0 * HOUR)) == 0
    assert apply_due(after(0 * HOUR)) == 1


class TestWho:
    def test_own_factor(self, superuser, chair):
        chair.is_superuser = True
        chair.save()
        with pytest.raises(ValidationError, match="your own"):
            start_reset(chair, chair, **STORY)

    def test_only_an_administrator_starts(self, moderator, chair):
        with pytest.raises(ValidationError, match="Only an administrator"):
            start_reset(chair, moderator, **STORY)

    def test_one_person_is_not_two(self, started, superuser):
        with pytest.raises(ValidationError, match="Another person"):
            record_call_back(started, superuser, identification="office number")

    def test_owner_rings_no_one(self, started, chair):
        with pytest.raises(ValidationError, match="your own"):
            record_call_back(started, chair, identification="office number")

    def test_editor_may_not_ring(self, started, editor):
        with pytest.raises(ValidationError, match="may not record"):
            record_call_back(started, editor, identification="office number")

    def test_editor_may_not_cancel(self, started, editor):
        with pytest.raises(ValidationError, match="may not cancel"):
            cancel(started, editor, reason="No")

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": False}])
    def test_administrator_who_is_none_any_more_has_started_nothing(self, started, superuser, moderator, change):
        type(superuser).objects.filter(pk=superuser.pk).update(**change)
        with pytest.raises(ValidationError, match="may not start a reset any more"):
            record_call_back(started, moderator, identification="office number")

    def test_only_administrator_is_led_to_the_console(self, superuser, chair):
        Permission.objects.get(codename="call_back").group_set.clear()
        with pytest.raises(ValidationError, match="reset_lost_factor"):
            start_reset(chair, superuser, **STORY)

    def test_second_administrator_may_ring(self, superuser, chair):
        other = add_user("other")
        other.is_superuser = True
        other.save()
        started = start_reset(chair, superuser, **STORY)
        assert record_call_back(started, other, identification="office number").effective_at

    def test_account_made_for_the_purpose_is_no_second_person(self, started):
        with pytest.raises(ValidationError, match="newer than this reset"):
            record_call_back(started, add_user("other", "Moderators"), identification="office number")

    @pytest.mark.parametrize(
        ("change", "said"),
        [({"is_active": False}, "closed"), ({"email": ""}, "no email address")],
    )
    def test_account_that_can_t_be_reset(self, superuser, moderator, chair, change, said):
        for name, value in change.items():
            setattr(chair, name, value)
        chair.save()
        with pytest.raises(ValidationError, match=said):
            start_reset(chair, superuser, **STORY)

    def test_account_without_a_factor(self, superuser, moderator, editor):
        with pytest.raises(ValidationError, match="has no second factor"):
            start_reset(editor, superuser, **STORY)


class TestTwoAtOnce:
    def test_second_request_is_refused(self, started, superuser, chair):
        with pytest.raises(ValidationError, match="under way already"):
            start_reset(chair, superuser, **STORY)
        assert FactorReset.objects.count() == 1
        assert FactorResetEvent.objects.count() == 1

    def test_second_call_is_refused(self, called_back, superuser):
        other = add_user("other", "Moderators")
        with pytest.raises(ValidationError, match="recorded already"):
            record_call_back(called_back, other, identification="office number")

    def test_objection_after_the_effect_changes_nothing(self, called_back):
        apply_due(after(HOUR))
        with pytest.raises(ValidationError, match="ended already"):
            object_to(called_back)

    def test_database_holds_one_open_reset(self, started, chair):
        with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
            FactorReset.objects.create(user=chair, user_name="chair")


@pytest.mark.postgresql("Triggers are written for each database.")
def test_record_is_never_changed(started):
    event = started.events.get()
    with pytest.raises(InsertOnlyError):
        event.save()
    with pytest.raises(InsertOnlyError):
        started.events.all().delete()
    for statement in ("UPDATE {} SET reason = 'x'", "DELETE FROM {}"):
        with pytest.raises(Exception, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(FactorResetEvent._meta.db_table))


def test_mail_goes_to_the_address_of_the_start_too(started, chair, moderator):
    chair.email = "other@example.org"
    chair.save()
    mail.outbox.clear()
    record_call_back(FactorReset.objects.get(), moderator, identification="office number")
    assert sorted(sent.to[0] for sent in mail.outbox) == ["chair@example.org", "other@example.org"]


def test_record_outlives_the_accounts(called_back, chair, superuser):
    superuser.delete()
    chair.delete()
    assert apply_due(after(HOUR)) == 0
    assert [str(event) for event in called_back.events.all()] == [
        "Started by admin",
        "Called back by moderator",
        "Cancelled by The site",
    ]


def test_sessions_end_with_the_factors(called_back, chair, client, moderator):
    client.force_login(chair)
    other = type(client)()
    other.force_login(moderator)
    assert client.get("/admin/").status_code == 200
    apply_due(after(HOUR))
    assert client.get("/admin/").status_code == 302
    assert other.get("/admin/").status_code == 200


def test_due_reset_takes_effect_at_the_sign_in_of_its_owner(called_back, chair, client, settings):
    """Kind: the command that runs every few minutes has not run."""
    settings.SECOND_FACTOR = "required"
    password = {"login": "chair", "password": "a-long-password-for-tests"}
    assert client.post(reverse("account_login"), password).url == reverse("mfa_authenticate")
    client.cookies.clear()
    make_older(called_back, HOUR)
    client.post(reverse("account_login"), password)
    assert factors(chair) == 0
    assert re.match(reverse("mfa_index"), client.get("/admin/").url)


def test_wrong_password_resets_nothing(called_back, chair, client):
    make_older(called_back, HOUR)
    client.post(reverse("account_login"), {"login": "chair", "password": "another-long-password"})
    assert factors(chair) == 3
