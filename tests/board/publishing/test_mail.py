"""Who is told what, at each step of a statement."""

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse

from board.approvals.models import StatementApproval
from board.publishing.release import withdraw_approval
from tests.board.publishing.conftest import add_statement
from tests.publication import approve, bring_to_chair, fresh, latest_digest, submit


@pytest.fixture
def outbox(django_capture_on_commit_callbacks):
    """Return what was mailed by an action, as ``{address: text}``."""

    def told(action, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **kwargs)
        return {message.to[0]: f"{message.subject}\n{message.body}" for message in mail.outbox}

    return told


def test_at_submission_the_moderators_are_told_and_the_chair_is_not(outbox, statement, everyone_to, second_moderator):
    told = outbox(submit, statement, everyone_to[0])
    assert set(told) == {"moderator@example.org", "second@example.org"}
    assert "“Heron” waits for you: Editorial review" in told["moderator@example.org"]
    assert reverse("wagtailadmin_pages:edit", args=[statement.pk]) in told["moderator@example.org"]


def test_after_the_review_every_chair_is_led_to_the_decision(outbox, statement, everyone_to, deputy):
    page = submit(statement, everyone_to[0])
    told = outbox(approve, page, everyone_to[1])
    assert set(told) == {"chair@example.org", "deputy@example.org"}
    assert reverse("publishing:decide", args=[page.pk]) in told["chair@example.org"]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"release": "now"}, "It is public: http"),
        ({"release": "held"}, "It is not public yet"),
        ({"release": "at", "release_at": "2099-01-01T09:00:00Z"}, "It is not public yet"),
    ],
)
def test_approval_reaches_the_one_who_submitted_with_the_note(outbox, at_the_chair, chair, when, said):
    told = outbox(
        approve, at_the_chair, chair, seen_digest=latest_digest(at_the_chair), comment="Thank you all.", **when
    )
    assert set(told) == {"editor@example.org"}
    assert said in told["editor@example.org"]
    assert "Note: Thank you all." in told["editor@example.org"]


def test_a_rejection_carries_its_reason(outbox, client, at_the_chair, chair):
    client.force_login(chair)
    url = reverse("publishing:decide", args=[at_the_chair.pk])
    told = outbox(client.post, url, {"reject": "1", "reject-comment": "Name the agency."})
    assert set(told) == {"editor@example.org"}
    assert "Name the agency." in told["editor@example.org"]


def test_a_lapse_reaches_the_one_who_submitted(outbox, news_index, document, everyone_to):
    bring_to_chair(add_statement(news_index, document=document), *everyone_to[:2])
    document.file = ContentFile(b"%PDF-1.4 other", "report.pdf")
    told = outbox(document.save)
    assert set(told) == {"editor@example.org"}
    assert "has to be submitted again" in told["editor@example.org"]


def test_a_withdrawal_reaches_moderators_and_writers(outbox, approved, chair, second_moderator):
    told = outbox(withdraw_approval, StatementApproval.objects.get(), chair, "The family asked.", "error")
    assert set(told) == {"editor@example.org", "moderator@example.org", "second@example.org"}


def test_a_mail_that_cannot_be_sent_stops_nothing(
    approved, chair, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def fail(*args, **kwargs):
        raise OSError("no route to the mail server")

    monkeypatch.setattr("board.mail.send_mail", fail)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_approval(StatementApproval.objects.get(), chair, "The family asked.", "error")
    assert not fresh(approved).live
    assert "could not be sent" in caplog.text
