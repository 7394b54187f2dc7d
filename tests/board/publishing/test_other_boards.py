"""On an installation with two boards each decides its own statements, and reads only of its own."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import GroupPagePermission, WorkflowPage

from board.approvals.models import StatementApproval
from board.publishing.models import pages_waiting_for
from board.publishing.permissions import may_release
from board.publishing.release import withdraw_approval
from board.publishing.reviewers import is_chair
from tests.admin import decide
from tests.board.publishing.conftest import add_statement
from tests.boards import add_board
from tests.publication import approve, bring_to_chair, fresh, latest_digest, publish_statement
from tests.users import add_user

REGISTER = "/admin/statement-register/"


@pytest.fixture
def other(db):
    """Another board."""
    return add_board()


@pytest.fixture
def held(statement, everyone_to):
    """This board's statement, held."""
    return publish_statement(statement, *everyone_to, release="held")


@pytest.fixture
def others_held(other):
    """The other board's statement, held."""
    page = add_statement(other.index, other.people["editor"], title="Egret", slug="egret")
    return publish_statement(page, *other.people.values(), release="held")


def approval_of(page):
    """Return the only approval of a page."""
    return StatementApproval.objects.get(page_id=page.pk)


class TestChairOfAnotherBoard:
    def test_does_not_withdraw_an_approval(self, client, approved, other):
        client.force_login(other.people["chair"])
        url = reverse("publishing:withdraw", args=[approval_of(approved).pk])
        assert client.post(url, {"reason": "X", "notice": "error"}).url == reverse("wagtailadmin_home")
        assert fresh(approved).live
        assert not approval_of(approved).events.exists()

    def test_does_not_decide(self, client, at_the_chair, other):
        client.force_login(other.people["chair"])
        decide(client, at_the_chair)
        with pytest.raises(ValidationError, match="Only a member of Independent Chair"):
            approve(at_the_chair, other.people["chair"], seen_digest=latest_digest(at_the_chair))
        assert not StatementApproval.objects.exists()

    def test_is_offered_no_decision_where_they_may_edit(self, client, at_the_chair, other):
        permission = Permission.objects.get(content_type__app_label="basepage", codename="change_basepage")
        GroupPagePermission.objects.create(
            group=Group.objects.get(name="Other chair"), page=at_the_chair.get_parent(), permission=permission
        )
        client.force_login(other.people["chair"])
        screen = client.get(reverse("publishing:decide", args=[at_the_chair.pk])).content.decode()
        assert "The chair decides" in screen

    def test_is_not_reminded_of_what_waits_here(self, client, at_the_chair, chair, other):
        assert pages_waiting_for(other.people["chair"]) == []
        assert pages_waiting_for(chair) == [at_the_chair.basepage_ptr]
        client.force_login(other.people["chair"])
        assert "Heron" not in client.get(reverse("wagtailadmin_home")).content.decode()


class TestHeldStatements:
    def test_are_not_put_out_by_another_boards_people(self, client, held, other):
        for user in other.people.values():
            client.force_login(user)
            client.post(reverse("publishing:release", args=[approval_of(held).pk]))
            assert not fresh(held).live

    def test_are_not_put_out_by_those_who_may_publish_and_have_no_step(self, other, others_held, moderator):
        # The first board's groups have their permissions at the root of the tree.
        assert others_held.permissions_for_user(moderator).can_publish()
        assert not may_release(others_held, moderator)
        assert may_release(others_held, other.people["moderator"])

    def test_list_and_reminder_name_those_of_ones_own_board(self, client, held, other, others_held):
        client.force_login(other.people["moderator"])
        listed = client.get(reverse("publishing:held")).content.decode()
        assert "Egret" in listed
        assert "Heron" not in listed
        assert "1 approved statement is held" in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_another_boards_statement_is_no_alternative(self, client, held, others_held, superuser):
        client.force_login(superuser)
        url = reverse("publishing:release", args=[approval_of(held).pk])
        assert not client.get(url).context["has_others"]
        client.post(url, {"discard": [approval_of(others_held).pk], "reason": "X"})
        assert not approval_of(others_held).events.exists()


class TestRefusals:
    def test_names_no_page_of_another_board(self, client, at_the_chair, other):
        client.force_login(other.people["moderator"])
        state = at_the_chair.current_workflow_task_state
        for url in (
            reverse("wagtailadmin_pages:workflow_action", args=[at_the_chair.pk, "approve", state.pk]),
            reverse("wagtailadmin_pages:delete", args=[at_the_chair.pk]),
            f"{reverse('wagtail_bulk_action', args=['basepage', 'basepage', 'publish'])}?id={at_the_chair.pk}",
        ):
            response = client.post(url)
            assert "Heron" not in " ".join(map(str, response.wsgi_request._messages)), url
        assert not fresh(at_the_chair).live


class TestRegister:
    def test_names_approvals_of_ones_own_board(self, client, held, other, others_held):
        client.force_login(other.people["editor"])
        for response in (client.get(REGISTER), client.get(REGISTER, {"q": "heron"})):
            assert "Heron" not in response.content.decode()
        exported = b"".join(client.get(REGISTER, {"export": "csv"}).streaming_content).decode()
        assert "Egret" in exported
        assert "Heron" not in exported
        entry = client.get(f"{REGISTER}inspect/{approval_of(held).pk}/")
        assert entry.status_code == 302 or "Heron" not in entry.content.decode()

    def test_names_all_to_an_auditor(self, client, held, others_held):
        group = Group.objects.create(name="Auditors")
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_statementapproval"]))
        client.force_login(add_user("auditor", "Auditors"))
        listed = client.get(REGISTER).content.decode()
        assert "Heron" in listed
        assert "Egret" in listed


def test_withdrawal_is_mailed_to_the_pages_own_reviewers(approved, chair, other, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_approval(approval_of(approved), chair, "The family asked.", "error")
    assert {address for message in mail.outbox for address in message.to} == {
        "editor@example.org",
        "moderator@example.org",
    }


def test_approval_can_be_withdrawn_where_the_workflow_is_gone(approved, chair, editor):
    WorkflowPage.objects.all().delete()
    assert is_chair(chair, fresh(approved))
    assert not is_chair(editor, fresh(approved))


def test_statement_of_the_other_board_is_decided_there(other):
    page = add_statement(other.index, other.people["editor"], title="Egret", slug="egret")
    page = bring_to_chair(page, other.people["editor"], other.people["moderator"])
    assert approve(page, other.people["chair"], seen_digest=latest_digest(page)).live
