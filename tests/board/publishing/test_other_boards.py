"""On an installation with two boards each decides its own statements, and reads only of its own."""

from dataclasses import dataclass

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
from news.models import NewsIndexPage, NewsPage
from tests.admin import decide
from tests.board.publishing.conftest import add_statement
from tests.boards import OtherBoard, add_board
from tests.publication import approve, bring_to_chair, fresh, latest_digest, publish_statement
from tests.users import add_user
from tests.worlds import shared_world

pytestmark = pytest.mark.xdist_group("other boards")
REGISTER = "/admin/statement-register/"
HELD = reverse("publishing:held")
HOME = reverse("wagtailadmin_home")


@dataclass
class Boards:
    """A board with a statement in each state, and another one with a held statement of its own."""

    people: dict
    other: OtherBoard
    public: NewsPage
    waiting: NewsPage
    held: NewsPage
    others_held: NewsPage

    @classmethod
    def make(cls):
        """Create the boards, their people and pages."""
        index = NewsIndexPage.objects.get()
        groups = {"editor": "Editors", "moderator": "Moderators", "chair": "Independent Chair"}
        people = {name: add_user(name, group) for name, group in groups.items()}
        hands = list(people.values())
        heron, wren, crane = (
            add_statement(index, hands[0], title=title, slug=title.lower()) for title in ("Heron", "Wren", "Crane")
        )
        other = add_board()
        egret = add_statement(other.index, other.people["editor"], title="Egret", slug="egret")
        return cls(
            people,
            other,
            public=publish_statement(heron, *hands),
            waiting=bring_to_chair(wren, *hands[:2]),
            held=publish_statement(crane, *hands, release="held"),
            others_held=publish_statement(egret, *other.people.values(), release="held"),
        )


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """The boards that the tests of this module share."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        yield Boards.make()


@pytest.fixture
def boards(made, db):
    """The boards as they were made."""
    return made


@pytest.fixture
def other_chair(boards, client):
    """The chair of the other board, who has signed in."""
    client.force_login(boards.other.people["chair"])
    return boards.other.people["chair"]


def approval_of(page):
    """Return the only approval of a page."""
    return StatementApproval.objects.get(page_id=page.pk)


class TestChairOfAnotherBoard:
    def test_does_not_withdraw_an_approval(self, client, boards, other_chair):
        url = reverse("publishing:withdraw", args=[approval_of(boards.public).pk])
        assert client.post(url, {"reason": "X", "notice": "error"}).url == HOME
        assert fresh(boards.public).live
        assert not approval_of(boards.public).events.exists()

    def test_does_not_decide(self, client, boards, other_chair):
        decide(client, boards.waiting)
        with pytest.raises(ValidationError, match="Only a member of Independent Chair"):
            approve(boards.waiting, other_chair, seen_digest=latest_digest(boards.waiting))
        assert not StatementApproval.objects.filter(page_id=boards.waiting.pk).exists()

    def test_is_offered_no_decision_where_they_may_edit(self, client, boards, other_chair):
        permission = Permission.objects.get(content_type__app_label="basepage", codename="change_basepage")
        group = Group.objects.get(name="Other chair")
        GroupPagePermission.objects.create(group=group, page=boards.waiting.get_parent(), permission=permission)
        screen = client.get(reverse("publishing:decide", args=[boards.waiting.pk])).content.decode()
        assert "The chair decides" in screen

    def test_is_not_reminded_of_what_waits_here(self, client, boards, other_chair):
        assert pages_waiting_for(other_chair) == []
        assert [page.pk for page in pages_waiting_for(boards.people["chair"])] == [boards.waiting.pk]
        assert "Wren" not in client.get(HOME).content.decode()


class TestHeldStatements:
    def test_are_not_put_out_by_another_boards_people(self, client, boards):
        for user in boards.other.people.values():
            client.force_login(user)
            client.post(reverse("publishing:release", args=[approval_of(boards.held).pk]))
            assert not fresh(boards.held).live

    def test_are_not_put_out_by_those_who_may_publish_and_have_no_step(self, boards):
        # The first board's groups have their permissions at the root of the tree.
        moderator = boards.people["moderator"]
        assert boards.others_held.permissions_for_user(moderator).can_publish()
        assert not may_release(boards.others_held, moderator)
        assert may_release(boards.others_held, boards.other.people["moderator"])

    def test_list_and_reminder_name_those_of_ones_own_board(self, client, boards, other_chair):
        listed = client.get(HELD).content.decode()
        assert "Egret" in listed
        assert "Crane" not in listed
        assert "1 approved statement is held" in client.get(HOME).content.decode()

    def test_another_boards_statement_is_no_alternative(self, client, boards, superuser):
        client.force_login(superuser)
        url = reverse("publishing:release", args=[approval_of(boards.held).pk])
        assert not client.get(url).context["has_others"]
        client.post(url, {"discard": [approval_of(boards.others_held).pk], "reason": "X"})
        assert not approval_of(boards.others_held).events.exists()


def test_refusals_name_no_page_of_another_board(client, boards):
    client.force_login(boards.other.people["moderator"])
    page = boards.waiting
    for url in (
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        f"{reverse('wagtail_bulk_action', args=['basepage', 'basepage', 'publish'])}?id={page.pk}",
    ):
        response = client.post(url)
        assert "Wren" not in " ".join(map(str, response.wsgi_request._messages)), url
    assert not fresh(page).live


class TestRegister:
    def test_names_approvals_of_ones_own_board(self, client, boards, other_chair):
        for response in (client.get(REGISTER), client.get(REGISTER, {"q": "heron"})):
            assert "Heron" not in response.content.decode()
        exported = b"".join(client.get(REGISTER, {"export": "csv"}).streaming_content).decode()
        assert "Egret" in exported
        assert "Heron" not in exported
        entry = client.get(f"{REGISTER}inspect/{approval_of(boards.public).pk}/")
        assert "Heron" not in entry.content.decode()

    def test_names_all_to_an_auditor(self, client, boards):
        group = Group.objects.create(name="Auditors")
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_statementapproval"]))
        client.force_login(add_user("auditor", "Auditors"))
        listed = client.get(REGISTER).content.decode()
        assert "Heron" in listed
        assert "Egret" in listed


def test_withdrawal_is_mailed_to_the_pages_own_reviewers(boards, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_approval(approval_of(boards.others_held), boards.other.people["chair"], "A name is wrong.", "error")
    addresses = {address for message in mail.outbox for address in message.to}
    assert "other-moderator@example.org" in addresses
    assert not [address for address in addresses if not address.startswith("other-")]


def test_approval_can_be_withdrawn_where_the_workflow_is_gone(boards):
    WorkflowPage.objects.all().delete()
    assert is_chair(boards.people["chair"], fresh(boards.public))
    assert not is_chair(boards.people["editor"], fresh(boards.public))
