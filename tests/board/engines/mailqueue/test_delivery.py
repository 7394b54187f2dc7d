"""What is queued is sent once the server takes it, whatever was the matter with the server before."""

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from board.engines.mailqueue.delivery import send_due_mail
from board.engines.mailqueue.models import QueuedMail
from board.engines.mailqueue.retries import CLAIM_PERIOD, GIVE_UP_AFTER, KEEP_GIVEN_UP, KEEP_SENT, Failure
from tests.smtp_server import CONDITIONS

pytestmark = pytest.mark.django_db


def queue(address="reader@example.org", subject="Title"):
    mail.send_mail(subject, "Words", None, [address])
    return QueuedMail.objects.latest("pk")


def time_passes():
    """Make what waits due."""
    QueuedMail.objects.unsent().update(due_at=timezone.now())


def test_a_mail_is_sent_once(smtp_server):
    queued = queue()
    assert smtp_server.mails == []
    assert send_due_mail().sent == 1
    assert send_due_mail().sent == 0
    (sent,) = smtp_server.mails
    assert sent["Message-ID"] == queued.message_id
    assert sent.get_content().strip() == "Words"


def test_the_words_are_kept_no_longer_than_needed(smtp_server):
    queue()
    send_due_mail()
    assert QueuedMail.objects.get().message is None


def test_what_is_rolled_back_mails_no_one(smtp_server):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert send_due_mail().sent == 0


@pytest.mark.postgresql("Its JSON refuses characters that a text may hold.")
def test_a_mail_with_any_characters_is_stored_and_sent(smtp_server):
    queued = queue(subject="Half \ud83d a title\x00\nwith a break")
    assert queued.subject == "Half ? a title with a break"
    assert send_due_mail().sent == 1
    assert smtp_server.mails[0]["Subject"] == queued.subject


def test_a_message_without_recipients_is_not_queued(smtp_server):
    assert mail.EmailMessage("Title", "Words").send() == 0
    assert mail.get_connection().send_messages([mail.EmailMessage("Title", "Words")]) == 0


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_mail_arrives_when_the_server_is_back(smtp_server, condition):
    queued = queue()
    smtp_server.bring_about(condition)
    delivery = send_due_mail()
    assert (delivery.sent, delivery.failed) == (0, 1)
    waiting = QueuedMail.objects.unsent().get()
    assert waiting.error
    assert waiting.due_at > timezone.now()
    smtp_server.repair()
    time_passes()
    assert send_due_mail().sent == 1
    assert smtp_server.message_ids() == [queued.message_id] * (2 if condition == "cut after the data" else 1)


def test_while_the_server_breaks_off_no_mail_is_sent_to_it_a_third_time(smtp_server):
    for number in range(5):
        queue(f"reader{number}@example.org")
    smtp_server.bring_about("cut after the data")
    for _ in range(5):
        send_due_mail()
        time_passes()
    assert set(Counter(smtp_server.message_ids()).values()) == {1}
    smtp_server.repair()
    assert send_due_mail().sent == 5
    assert set(Counter(smtp_server.message_ids()).values()) == {2}


@pytest.mark.parametrize("condition", ["silent", "password 535"])
def test_a_server_that_is_away_is_asked_once_and_not_for_each_mail(smtp_server, condition):
    for _ in range(5):
        queue()
    smtp_server.bring_about(condition)
    send_due_mail()
    send_due_mail()
    assert smtp_server.connections == 1
    assert set(QueuedMail.objects.values_list("failure", flat=True)) == {Failure.TRANSIENT}


def test_the_first_mail_that_is_taken_sends_the_others_after_it(smtp_server):
    queue()
    smtp_server.bring_about("refused")
    send_due_mail()
    smtp_server.repair()
    assert send_due_mail().sent == 0
    queue()
    assert send_due_mail().sent == 2


@pytest.mark.parametrize(
    ("address", "failure"), [("refused@example.org", Failure.REFUSED), ("Broken <", Failure.INVALID)]
)
def test_a_mail_that_can_not_be_sent_stops_no_other(smtp_server, address, failure):
    bad = queue(address)
    good = queue()
    send_due_mail()
    assert smtp_server.message_ids() == [good.message_id]
    bad.refresh_from_db()
    assert bad.failure == failure
    assert bad.reason


def test_a_mail_is_given_up_in_the_end_and_can_be_tried_again(smtp_server):
    queued = queue()
    QueuedMail.objects.update(queued_at=timezone.now() - GIVE_UP_AFTER)
    smtp_server.bring_about("refused")
    send_due_mail()
    assert QueuedMail.objects.given_up().count() == 1
    smtp_server.repair()
    assert send_due_mail().sent == 0
    call_command("send_queued_mail", "--again", stdout=StringIO())
    assert smtp_server.message_ids() == [queued.message_id]


@pytest.mark.postgresql("Two processes may claim at the same moment.")
def test_a_mail_that_is_being_sent_is_not_sent_by_another_process(smtp_server):
    queue()
    now = timezone.now()
    assert QueuedMail.objects.claim(now)
    assert QueuedMail.objects.claim(now) is None
    # That process was killed.
    assert QueuedMail.objects.claim(now + CLAIM_PERIOD)


def test_no_transaction_is_open_while_the_server_is_waited_for(smtp_server, monkeypatch):
    depth = len(connection.savepoint_ids)
    seen = []
    monkeypatch.setattr(
        "board.engines.mailqueue.delivery.get_connection",
        lambda *args: seen.append(len(connection.savepoint_ids)) or mail.get_connection(*args),
    )
    queue()
    send_due_mail()
    assert seen == [depth]


def test_old_mails_are_forgotten(smtp_server):
    now = timezone.now()
    for _ in range(3):
        queue()
    sent, given_up, waiting = QueuedMail.objects.order_by("pk")
    late = dt.timedelta(seconds=1)
    QueuedMail.objects.filter(pk=sent.pk).update(due_at=None, sent_at=now - KEEP_SENT - late)
    QueuedMail.objects.filter(pk=given_up.pk).update(due_at=None, given_up_at=now - KEEP_GIVEN_UP - late)
    QueuedMail.objects.filter(pk=waiting.pk).update(due_at=now + dt.timedelta(days=1))
    call_command("send_queued_mail", stdout=StringIO())
    assert QueuedMail.objects.get() == waiting


def test_the_command_says_what_it_did(smtp_server):
    queue()
    out = StringIO()
    call_command("send_queued_mail", stdout=out)
    assert out.getvalue() == "1 mail sent.\n"
    queue()
    smtp_server.bring_about("greeting 421")
    with pytest.raises(CommandError, match="421 Too busy"):
        call_command("send_queued_mail", stdout=out)
