"""Mails at each step of a statement."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from board.approvals.models import StatementApproval
from board.engines.mailqueue.delivery import send_due_mail
from board.engines.mailqueue.models import QueuedMail
from board.publishing.release import withdraw_approval
from tests.board.publishing.conftest import add_statement
from tests.publication import approve, bring_to_chair, fresh, latest_digest, submit


def test_submission_is_mailed_to_moderators_only(outbox, statement, everyone_to, second_moderator):
    mails = outbox(submit, statement, everyone_to[0])
    assert set(mails) == {"moderator@example.org", "second@example.org"}
    assert "“Heron” waits for you: Editorial review" in mails["moderator@example.org"]
    assert reverse("wagtailadmin_pages:edit", args=[statement.pk]) in mails["moderator@example.org"]


def test_review_is_mailed_to_every_chair_with_a_link_to_the_decision(outbox, statement, everyone_to, deputy):
    page = submit(statement, everyone_to[0])
    mails = outbox(approve, page, everyone_to[1])
    assert set(mails) == {"chair@example.org", "deputy@example.org"}
    assert reverse("publishing:decide", args=[page.pk]) in mails["chair@example.org"]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"release": "now"}, "It is public: http"),
        ({"release": "held"}, "It is not public yet"),
        ({"release": "at", "release_at": "2099-01-01T09:00:00Z"}, "It is not public yet"),
    ],
)
def test_approval_is_mailed_to_requester_with_the_note(outbox, at_the_chair, chair, when, said):
    mails = outbox(
        approve, at_the_chair, chair, seen_digest=latest_digest(at_the_chair), comment="Thank you all.", **when
    )
    assert set(mails) == {"editor@example.org"}
    assert said in mails["editor@example.org"]
    assert "Note: Thank you all." in mails["editor@example.org"]


def test_rejection_is_mailed_to_requester_with_the_reason(outbox, client, at_the_chair, chair):
    client.force_login(chair)
    url = reverse("publishing:decide", args=[at_the_chair.pk])
    mails = outbox(client.post, url, {"reject": "1", "reject-comment": "Name the agency."})
    assert set(mails) == {"editor@example.org"}
    assert "Name the agency." in mails["editor@example.org"]


def test_lapsed_review_is_mailed_to_requester(outbox, news_index, document, everyone_to):
    bring_to_chair(add_statement(news_index, document=document), *everyone_to[:2])
    document.file = ContentFile(b"%PDF-1.4 other", "report.pdf")
    mails = outbox(document.save)
    assert set(mails) == {"editor@example.org"}
    assert "has to be submitted again" in mails["editor@example.org"]


def test_withdrawal_is_mailed_to_moderators_and_writers(outbox, approved, chair, second_moderator):
    mails = outbox(withdraw_approval, StatementApproval.objects.get(), chair, "The family asked.", "error")
    assert set(mails) == {"editor@example.org", "moderator@example.org", "second@example.org"}


def test_no_act_waits_for_the_mail_server_or_fails_by_it(client, smtp_server, statement, everyone_to):
    """The kind: outside systems inside a transaction."""
    smtp_server.bring_about("silent")
    editor, moderator, chair = everyone_to
    page = bring_to_chair(statement, editor, moderator)
    client.force_login(chair)
    decision = {"approve": "1", "seen_digest": latest_digest(page), "release": "now"}
    response = client.post(reverse("publishing:decide", args=[page.pk]), decision)
    assert response.status_code == 302
    assert fresh(page).live
    assert smtp_server.connections == 0
    recipients = ["moderator@example.org", "chair@example.org", "editor@example.org"]
    assert list(QueuedMail.objects.order_by("pk").values_list("recipients", flat=True)) == recipients


def test_an_act_that_is_undone_mails_no_one(smtp_server, statement, everyone_to):
    with transaction.atomic():
        submit(statement, everyone_to[0])
        transaction.set_rollback(True)
    assert not QueuedMail.objects.exists()


@pytest.mark.parametrize("title", ["Fire\nengine", "{% url %} {{ title }}"])
def test_any_title_can_be_mailed(smtp_server, statement, everyone_to, title):
    statement.title = title
    statement.save(clean=False)
    submit(statement, everyone_to[0])
    assert send_due_mail().sent == 1
    assert " ".join(title.split()) in smtp_server.mails[0]["Subject"]
