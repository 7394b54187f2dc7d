"""A person leaves the board in one action: nothing public changes, and nothing that hung on them is lost."""

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment, ModelLogEntry, PageSubscription

from board.accounts.lost_factors.models import FactorReset
from board.approvals.models import StatementApproval
from board.basepage.models import BasePage
from board.cover.membership import apply_due_cover
from board.cover.models import Cover
from board.roles.leaving import leave_board
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.publication import fresh, publish_statement, submit
from tests.users import add_user, others

REPORT = "/admin/reports/people/"


def address(person):
    return f"/admin/people/{person.pk}/leave/"


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@pytest.fixture
def signed_in(client, superuser):
    client.force_login(superuser)
    return client


@pytest.fixture
def successor(db):
    return add_user("successor", "Editors")


@pytest.fixture
def draft(news_index, editor):
    """A draft that the editor alone has written, locked, and discusses with others."""
    page = NewsPageFactory(parent=news_index, title="Heron", owner=editor, live=False)
    page.save_revision(user=editor, log_action=True)
    BasePage.objects.filter(pk=page.pk).update(locked=True, locked_by=editor, locked_at=timezone.now())
    Comment.objects.create(page=page, user=editor, text="Is this right?", contentpath="title")
    PageSubscription.objects.create(page=page, user=editor, comment_notifications=True)
    return page


def test_all_that_hangs_on_a_person_is_shown_and_handed_over(
    signed_in, news_index, editor, successor, superuser, draft, django_capture_on_commit_callbacks
):
    waiting = submit(NewsPageFactory(parent=news_index, title="Grebe", owner=editor, live=False), editor)
    shown = text_of(signed_in.get(address(editor)))
    for heading in (
        "Drafts that no other person",
        "Pages they look after",
        "have submitted",
        "have locked",
        "comments",
    ):
        assert heading in shown
    assert "Heron" in shown
    assert "Grebe" in shown
    assert "Choose a person" in shown
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post(address(editor), {"successor": successor.pk}, follow=True)
    assert "editor has left" in text_of(response)
    for page in (draft, waiting):
        assert fresh(page).owner == successor
    assert fresh(draft).locked_by == successor
    assert fresh(waiting).current_workflow_state.requested_by == successor
    assert list(PageSubscription.objects.values_list("user", "comment_notifications")) == [(successor.pk, True)]
    assert Comment.objects.get().user == editor
    [message] = mail.outbox
    assert message.to == ["successor@example.org"]
    assert "Heron" in message.body
    assert "Grebe" in message.body
    entry = ModelLogEntry.objects.get(action="roles.leave")
    assert (entry.user, entry.data["roles"], entry.data["successor"]) == (superuser, ["Editors"], "successor")
    assert entry.message == "Left the board: Editors; successor takes over"


def test_account_is_closed_and_not_deleted(signed_in, editor):
    theirs = Client()
    theirs.force_login(editor)
    Authenticator.objects.create(user=editor, type="webauthn", data={})
    editor.user_permissions.add(Permission.objects.get(codename="change_user"))
    assert theirs.get("/admin/").status_code == 200
    signed_in.post(address(editor))
    assert theirs.get("/admin/").status_code == 302
    editor.refresh_from_db()
    assert not editor.is_active
    assert not editor.has_usable_password()
    assert not editor.groups.exists()
    assert not editor.user_permissions.exists()
    assert not Authenticator.objects.exists()


def test_open_reset_of_a_lost_factor_ends(signed_in, editor, superuser):
    reset = FactorReset.objects.create(user=editor, user_name="editor", email=editor.email)
    signed_in.post(address(editor))
    reset.refresh_from_db()
    assert reset.ended_at
    assert reset.events.get().reason == "The account was closed."


def test_return_begins_without_roles_and_without_the_old_sessions(signed_in, editor):
    theirs = Client()
    theirs.force_login(editor)
    signed_in.post(address(editor))
    editor.refresh_from_db()
    editor.is_active = True
    editor.save()
    assert theirs.get("/admin/").status_code == 302
    assert not editor.has_perm("wagtailadmin.access_admin")
    editor.groups.add(Group.objects.get(name="Editors"))
    theirs.force_login(editor)
    assert theirs.get("/admin/").status_code == 200


def test_nothing_public_changes_when_chair_and_moderator_leave(
    signed_in, client, news_index, editor, moderator, chair, superuser
):
    page = publish_statement(add_statement(news_index, editor, title="Heron"), editor, moderator, chair)
    held = publish_statement(add_statement(news_index, editor, title="Grebe"), editor, moderator, chair, release="held")
    before = fresh(page)
    reader = Client()
    words = reader.get("/news/heron/").content
    for person in (chair, moderator, editor):
        shown = signed_in.get(address(person)).content.decode()
        if person == chair:
            assert "is the only chair" in shown
            assert "Every approval stays valid" in shown
        signed_in.post(address(person), {"successor": superuser.pk, "understood": "on"})
        person.refresh_from_db()
        assert not person.is_active
    after = fresh(page)
    assert (after.live, after.approved_digest, after.statement_digest) == (
        True,
        before.approved_digest,
        before.statement_digest,
    )
    assert reader.get("/news/heron/").content == words
    assert StatementApproval.objects.standing().count() == 2
    assert {approval.user_name for approval in StatementApproval.objects.all()} == {"chair"}
    approval = StatementApproval.objects.get(page_id=held.pk)
    signed_in.post(f"/admin/approvals/held/{approval.pk}/put-out/", {})
    assert fresh(held).live


def test_only_chair_is_asked_about(signed_in, chair):
    response = signed_in.post(address(chair))
    assert "This field is required" in text_of(response)
    chair.refresh_from_db()
    assert chair.is_active
    add_user("deputy", "Independent Chair")
    assert "only chair" not in signed_in.get(address(chair)).content.decode()


@pytest.mark.test_all("Another case of who leaves.")
def test_deputy_by_cover_does_not_fill_the_gap(signed_in, chair, successor):
    today = timezone.localdate()
    chairs = Group.objects.get(name="Independent Chair")
    Cover.objects.create(group=chairs, role="chair", stand_in=successor, first_day=today, last_day=today)
    apply_due_cover()
    assert "only chair" in signed_in.get(address(chair)).content.decode()


def test_cover_of_a_person_who_leaves_ends(signed_in, successor):
    today = timezone.localdate()
    chairs = Group.objects.get(name="Independent Chair")
    Cover.objects.create(group=chairs, role="chair", stand_in=successor, first_day=today, last_day=today)
    apply_due_cover()
    assert "Stands in for others" in signed_in.get(address(successor)).content.decode()
    signed_in.post(address(successor))
    assert Cover.objects.get().ended_at
    successor.refresh_from_db()
    successor.is_active = True
    successor.save()
    apply_due_cover()
    assert not successor.groups.exists()


def test_second_time_changes_nothing(
    signed_in, editor, successor, superuser, draft, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert leave_board(editor, successor, superuser)
        assert not leave_board(editor, superuser, superuser)
    assert len(mail.outbox) == 1
    assert fresh(draft).owner == successor
    response = signed_in.post(address(editor), {"successor": superuser.pk}, follow=True)
    assert "editor has left already" in text_of(response)
    assert ModelLogEntry.objects.filter(action="roles.leave").count() == 1


@pytest.mark.test_all("Another case of who leaves.")
def test_account_that_was_only_made_inactive_can_still_be_handed_over(signed_in, editor, successor, draft):
    editor.is_active = False
    editor.save()
    signed_in.post(address(editor), {"successor": successor.pk})
    assert fresh(draft).owner == successor
    assert not editor.groups.exists()


@pytest.mark.parametrize("chosen", ["self", "closed", "nobody", "no number"])
def test_successor_has_to_be_able_to_take_over(signed_in, editor, draft, chosen):
    closed = add_user("closed", "Editors")
    closed.is_active = False
    closed.save()
    value = {"self": editor.pk, "closed": closed.pk, "nobody": "", "no number": "²"}[chosen]
    assert signed_in.post(address(editor), {"successor": value}).status_code == 200
    editor.refresh_from_db()
    assert editor.is_active
    assert fresh(draft).owner == editor


@pytest.mark.parametrize("who", ["chair", *others("editor", "moderator")])
def test_others_let_no_one_leave(client, request, who, successor):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(successor)).status_code == 302
    client.post(address(successor))
    successor.refresh_from_db()
    assert successor.is_active


def test_officer_lets_no_administrator_leave_and_no_one_themselves(client, superuser):
    officer = add_user("officer", "Editors")
    officer.user_permissions.add(Permission.objects.get(codename="change_user"))
    other = add_user("closed", "Moderators")
    for user, person in ((officer, superuser), (officer, officer), (superuser, superuser), (other, officer)):
        client.force_login(user)
        client.post(address(person))
        person.refresh_from_db()
        assert person.is_active
        with pytest.raises(ValidationError):
            leave_board(person, None, user)


@pytest.mark.test_all("Another case of who leaves.")
def test_last_administrator_stays(client, superuser):
    second = add_user("second")
    second.is_superuser = True
    second.save()
    client.force_login(second)
    superuser.is_active = False
    superuser.save()
    with pytest.raises(ValidationError, match="own account"):
        leave_board(second, None, second)
    superuser.is_active = True
    superuser.save()
    client.post(address(superuser))
    superuser.refresh_from_db()
    assert not superuser.is_superuser


def test_deleting_an_account_leads_to_leaving(signed_in, editor):
    response = signed_in.post(f"/admin/users/delete/{editor.pk}/", follow=True)
    assert "Accounts are not deleted" in text_of(response)
    signed_in.post(f"/admin/bulk/accounts/user/delete/?id={editor.pk}&next=/admin/users/")
    editor.refresh_from_db()
    assert editor.is_active


def test_list_of_users_offers_it(signed_in, editor, superuser):
    shown = signed_in.get("/admin/users/").content.decode()
    assert address(editor) in shown
    assert address(superuser) not in shown
