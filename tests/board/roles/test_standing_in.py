"""A person who stands in does what the role does, and no more; others are told."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from board.approvals.models import StatementApproval, StatementReview
from board.cover.membership import apply_due_cover
from board.cover.models import Cover
from board.publishing.reviewers import is_chair
from news.models import NewsPage
from tests.admin import PLAIN, STATEMENT, act, decide, news_form
from tests.users import add_user


@pytest.fixture
def cover_as(db):
    """Let a user stand in from today."""

    def enter(user, group, role):
        today = timezone.localdate()
        days = {"first_day": today, "last_day": today}
        Cover.objects.create(group=Group.objects.get(name=group), role=role, stand_in=user, **days)
        apply_due_cover()

    return enter


@pytest.fixture
def ann(cover_as):
    """A person who stands in for the chair."""
    user = add_user("ann", "Editors")
    cover_as(user, "Independent Chair", "chair")
    return user


def submit(client, writer, index, title="Heron", body=STATEMENT):
    """Submit a new item as a user; return the page and what the admin says."""
    client.force_login(writer)
    response = client.post(
        f"/admin/pages/add/news/newspage/{index.pk}/", news_form(title, body, "action-submit"), follow=True
    )
    return NewsPage.objects.get(title=title), BeautifulSoup(response.content, "html.parser").get_text(" ")


def review(client, page, moderator):
    client.force_login(moderator)
    act(client, page, "approve")


def test_stand_in_is_mailed_and_decides_and_the_register_says_so(client, news_index, editor, moderator, chair, ann):
    page, said = submit(client, editor, news_index)
    assert "The chair is away until" in said
    assert "; ann decides." in said
    mail.outbox.clear()
    review(client, page, moderator)
    assert {"ann@example.org", "chair@example.org"} == {message.to[0] for message in mail.outbox}
    client.force_login(ann)
    assert "waits for you" in client.get("/admin/").content.decode()
    decide(client, page)
    page.refresh_from_db()
    assert page.live
    approval = StatementApproval.objects.get()
    assert (approval.user_id, approval.user_name) == (ann.pk, "ann (standing in for the chair)")
    entry = client.get(f"/admin/statement-register/inspect/{approval.pk}/").content.decode()
    assert "ann (standing in for the chair) approved this" in entry
    assert approval.files.count() == 0


@pytest.mark.test_all("Another way through the workflow that the first test takes.")
def test_what_was_approved_stays_when_cover_is_over(client, news_index, editor, moderator, chair, ann):
    page, _ = submit(client, editor, news_index)
    review(client, page, moderator)
    client.force_login(ann)
    decide(client, page)
    digest = NewsPage.objects.get(pk=page.pk).approved_digest
    Cover.objects.get().delete()
    ann.groups.remove(Group.objects.get(name="Independent Chair"))
    client.logout()
    assert client.get("/news/heron/").status_code == 200
    assert NewsPage.objects.get(pk=page.pk).approved_digest == digest
    client.force_login(ann)
    assert not is_chair(ann, page)
    client.post(f"/admin/approvals/withdraw/{StatementApproval.objects.get().pk}/", {"reason": "No", "notice": "error"})
    assert NewsPage.objects.get(pk=page.pk).live


@pytest.mark.test_all("Another way through the workflow that the first test takes.")
def test_stand_in_withdraws_and_the_register_says_so(client, news_index, editor, moderator, chair, ann):
    page, _ = submit(client, editor, news_index)
    review(client, page, moderator)
    client.force_login(chair)
    decide(client, page)
    client.force_login(ann)
    approval = StatementApproval.objects.get()
    client.post(f"/admin/approvals/withdraw/{approval.pk}/", {"reason": "Wrong", "notice": "error"})
    assert not NewsPage.objects.get(pk=page.pk).live
    assert approval.events.get().user_name == "ann (standing in for the chair)"
    assert StatementApproval.objects.get().user_name == "chair"


def test_stand_in_does_not_approve_what_they_wrote(client, news_index, moderator, chair, ann):
    page, said = submit(client, ann, news_index)
    assert "ann stands in, and wrote part of this" in said
    review(client, page, moderator)
    client.force_login(ann)
    assert "does not approve their own words" in client.get(f"/admin/approvals/{page.pk}/").content.decode()
    decide(client, page)
    assert not StatementApproval.objects.exists()
    client.force_login(chair)
    decide(client, page)
    assert NewsPage.objects.get(pk=page.pk).live


@pytest.mark.test_all("Another way through the workflow that the first test takes.")
def test_stand_in_who_reviewed_does_not_approve(client, news_index, editor, moderator, chair, cover_as):
    cover_as(moderator, "Independent Chair", "chair")
    page, _ = submit(client, editor, news_index)
    review(client, page, moderator)
    decide(client, page)
    assert not StatementApproval.objects.exists()
    assert StatementReview.objects.get().user_name == "moderator"


def test_stand_in_for_a_moderator_reviews_what_others_wrote(client, news_index, editor, chair, cover_as):
    ben = add_user("ben", "Editors")
    cover_as(ben, "Moderators", "moderator")
    page, said = submit(client, editor, news_index)
    assert "ben stands in for a moderator until" in said
    review(client, page, ben)
    assert StatementReview.objects.get().user_name == "ben (standing in for a moderator)"
    own, _ = submit(client, ben, news_index, "Grebe", PLAIN)
    task_state = own.current_workflow_task_state
    with pytest.raises(ValidationError, match="You wrote part of"):
        task_state.task.specific.on_action(task_state, ben, "approve")
    assert not NewsPage.objects.get(title="Grebe").live


@pytest.mark.test_all("Another way through the workflow that the first test takes.")
def test_ordinary_item_says_nothing_of_the_chair(client, news_index, editor, moderator, ann):
    _, said = submit(client, editor, news_index, "Wren", PLAIN)
    assert "The chair is away" not in said


@pytest.mark.test_all("Another way through the workflow that the first test takes.")
def test_after_the_review_the_moderator_reads_who_decides(client, news_index, editor, moderator, chair, ann):
    page, _ = submit(client, editor, news_index)
    client.force_login(moderator)
    act(client, page, "approve")
    shown = client.get("/admin/").content.decode()
    assert "Now with the chair. The chair is away until" in shown


@pytest.mark.test_all("Another way through the workflow that the first test takes.")
def test_without_cover_no_one_is_told_of_any(client, news_index, editor, moderator, chair):
    _, said = submit(client, editor, news_index)
    assert "is away" not in said
    assert "stands in" not in said


def test_stand_in_needs_a_second_factor_from_the_first_request_of_the_day(client, settings, db):
    settings.SECOND_FACTOR = "required"
    ben = add_user("ben", "Editors")
    client.force_login(ben)
    assert client.get("/admin/").status_code == 200
    today = timezone.localdate()
    chairs = Group.objects.get(name="Independent Chair")
    Cover.objects.create(group=chairs, role="chair", stand_in=ben, first_day=today, last_day=today)
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/")
    assert ben.groups.filter(pk=chairs.pk).exists()


def test_cover_lifts_no_rule_for_the_person_who_stands_in(client, site, cover_as):
    """That one person may publish is an administrator’s to set, and no stand-in’s."""
    ben = add_user("ben", "Editors")
    cover_as(ben, "Moderators", "moderator")
    cover_as(ben, "Independent Chair", "chair")
    client.force_login(ben)
    shown = client.get(f"/admin/settings/siteinfo/boardsettings/{site.pk}/").content.decode()
    assert "lifts a rule that binds you" in shown
    assert not ben.has_perm("siteinfo.relax_second_person")
