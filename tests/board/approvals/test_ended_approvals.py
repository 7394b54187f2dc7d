"""An approval ends when a later one is public, or the page is withdrawn; only the chair brings its words back."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from board.approvals.models import ApprovalEvent, StatementApproval
from board.approvals.rule import may_be_live
from board.publishing.release import held_approvals, release_held
from board.withdrawals.models import Withdrawal
from tests.publication import approve, bring_to_chair, fresh, latest_digest, publish_statement, submit

REPLACED = "approved other words that took their place"


def change(page, title):
    """Return a page with another title, not saved."""
    page = fresh(page).get_latest_revision_as_object()
    page.title = title
    return page


@pytest.fixture
def first(approved):
    """The revision with the words that were approved first, which are public."""
    return approved.latest_revision


@pytest.fixture
def replaced(approved, first, everyone_to):
    """The page, whose first approved words were replaced by others."""
    return publish_statement(change(approved, "Herons"), *everyone_to)


def kinds(page):
    """Return the kinds of events of each of a page's approvals, the first first."""
    approvals = StatementApproval.objects.filter(page_id=page.pk).order_by("pk")
    return [[event.kind for event in approval.events.order_by("pk")] for approval in approvals]


def refused(action):
    with pytest.raises(ValidationError) as caught:
        action()
    return " ".join(caught.value.messages)


def test_replaced_words_are_refused_however_they_come_back(replaced, first, superuser):
    assert kinds(replaced) == [["superseded"], []]
    assert REPLACED in refused(lambda: first.publish(user=superuser, skip_permission_checks=True))
    back = first.as_object()
    back.live = True
    assert REPLACED in refused(back.save)
    assert fresh(replaced).title == "Herons"


def test_event_names_who_gave_the_later_approval(replaced, chair):
    assert ApprovalEvent.objects.get().user_name == str(chair)


def test_moderator_who_reverts_and_publishes_in_bulk_is_refused(client, replaced, first, moderator, editor):
    back = first.as_object()
    back.save_revision(user=editor, previous_revision=first)
    client.force_login(moderator)
    client.post(f"/admin/bulk/basepage/basepage/publish/?next=/admin/&id={replaced.pk}")
    assert fresh(replaced).title == "Herons"


def test_replaced_words_are_not_scheduled(replaced, first):
    first.approved_go_live_at = timezone.now() + dt.timedelta(days=1)
    refused(first.save)


def test_chair_brings_replaced_words_back(replaced, first, everyone_to):
    page = publish_statement(first.as_object(), *everyone_to)
    assert (page.live, page.title) == (True, "Heron")
    assert kinds(page) == [["superseded"], ["superseded"], []]


def test_change_undone_before_publication_brings_the_approval_back(approved, first, editor, moderator):
    """What ends an approval is that something newer was public, not that it was written or even approved."""
    page = bring_to_chair(change(approved, "Herons"), editor, moderator)
    page.workflow_states.filter(status="in_progress").first().cancel()
    again = first.as_object()
    again.save_revision(user=editor).publish()
    assert fresh(approved).live
    assert kinds(approved) == [[]]


def test_words_held_before_others_were_public_are_no_longer_held(statement, everyone_to):
    held = publish_statement(statement, *everyone_to, release="held")
    approval = StatementApproval.objects.get()
    publish_statement(change(held, "Herons"), *everyone_to)
    assert held_approvals() == []
    refused(lambda: release_held(approval, everyone_to[1]))


def test_words_held_after_others_are_public_end_them_when_they_appear(approved, everyone_to):
    page = publish_statement(change(approved, "Herons"), *everyone_to, release="held")
    assert page.title == "Heron"
    assert kinds(page) == [[], []]
    release_held(StatementApproval.objects.first(), everyone_to[1])
    assert fresh(page).title == "Herons"
    assert kinds(page) == [["superseded"], ["released"]]


def test_same_words_approved_again_have_one_approval_that_counts(approved, everyone_to):
    """Otherwise a chair who withdraws the later one would leave them public under the earlier."""
    page = publish_statement(fresh(approved).get_latest_revision_as_object(), *everyone_to)
    assert kinds(page) == [["superseded"], []]
    assert StatementApproval.objects.standing().count() == 1


def test_withdrawn_page_is_published_by_no_moderator(client, approved, moderator):
    Withdrawal.withdraw(approved, moderator, "legal")
    client.force_login(moderator)
    client.post(f"/admin/bulk/basepage/basepage/publish/?next=/admin/&id={approved.pk}")
    assert not fresh(approved).live
    assert not may_be_live(fresh(approved))
    assert "withdrawn the page" in refused(fresh(approved).latest_revision.publish)


def test_page_that_is_withdrawn_is_not_brought_back_by_words_that_were_held(approved, everyone_to):
    page = publish_statement(change(approved, "Herons"), *everyone_to, release="held")
    Withdrawal.withdraw(fresh(page), everyone_to[1], "legal")
    assert held_approvals() == []
    refused(lambda: release_held(StatementApproval.objects.get(release="held"), everyone_to[1]))
    assert not fresh(page).live


def test_withdrawal_ends_what_was_published_since_the_page_was_read(approved, everyone_to):
    read_before = fresh(approved)
    publish_statement(change(approved, "Herons"), *everyone_to)
    Withdrawal.withdraw(read_before, everyone_to[1], "legal")
    assert (fresh(approved).live, fresh(approved).title) == (False, "Herons")
    refused(fresh(approved).latest_revision.publish)


def test_chair_brings_withdrawn_words_back_and_is_told_that_they_were(client, approved, everyone_to):
    Withdrawal.withdraw(approved, everyone_to[1], "legal")
    page = submit(fresh(approved).get_latest_revision_as_object(), everyone_to[0])
    page = approve(page, everyone_to[1])
    client.force_login(everyone_to[2])
    html = client.get(reverse("publishing:decide", args=[page.pk])).content.decode()
    assert "moderator has withdrawn the page" in html
    assert approve(page, everyone_to[2], seen_digest=latest_digest(page)).live


def test_copy_and_alias_of_replaced_words_are_no_way_round(replaced, first, superuser):
    copy = first.as_object().copy(update_attrs={"slug": "copy", "title": "Heron"}, keep_live=True, user=superuser)
    assert not fresh(copy).live
    alias = replaced.create_alias(update_slug="alias")
    assert fresh(alias).title == "Herons"
