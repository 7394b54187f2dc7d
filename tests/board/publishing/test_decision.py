"""The chair's step: who may approve, and what exactly is approved."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from board.approvals.models import StatementApproval, StatementReview
from board.publishing.reviewers import reason_not_approvable
from board.siteinfo.models import BoardSettings
from news.models import NewsPage
from tests.admin import PLAIN, STATEMENT, act, add_news, decide, edit, news_form
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.publication import (
    NOWHERE,
    approve,
    bring_to_chair,
    fresh,
    latest_digest,
    public_places,
    publish_statement,
    submit,
)
from tests.users import add_user


def step(page):
    """Return the name of the step at which a page waits."""
    task = fresh(page).current_workflow_task
    return task and task.name


def messages_of(response):
    """Return the messages on the page that a response leads to."""
    return " ".join(str(message) for message in response.wsgi_request._messages)


class TestApprovers:
    def test_superuser_cannot_approve(self, at_the_chair, superuser):
        with pytest.raises(ValidationError, match="Only a member of Independent Chair"):
            approve(at_the_chair, superuser, seen_digest=latest_digest(at_the_chair))
        assert not StatementApproval.objects.exists()

    def test_inactive_chair_cannot_approve(self, at_the_chair, chair):
        chair.is_active = False
        chair.save()
        with pytest.raises(ValidationError, match="Only a member"):
            approve(at_the_chair, chair, seen_digest=latest_digest(at_the_chair))

    def test_second_chair_can_approve(self, at_the_chair, deputy):
        assert approve(at_the_chair, deputy, seen_digest=latest_digest(at_the_chair)).live
        assert StatementApproval.objects.get().user_name == "deputy"

    def test_only_reviewer_cannot_approve(self, statement, editor, deputy):
        both = add_user("both", "Moderators", "Independent Chair")
        page = bring_to_chair(statement, editor, both)
        with pytest.raises(ValidationError, match="takes two people"):
            approve(page, both, seen_digest=latest_digest(page))
        assert approve(page, deputy, seen_digest=latest_digest(page)).live

    def test_only_chair_cannot_review(self, statement, editor):
        both = add_user("both", "Moderators", "Independent Chair")
        page = submit(statement, editor)
        with pytest.raises(ValidationError, match="another moderator has to review it"):
            approve(page, both)

    def test_chair_can_approve_own_words_after_review(self, news_index, chair, moderator):
        page = publish_statement(add_statement(news_index, chair), chair, moderator, chair)
        assert page.live
        assert StatementApproval.objects.get().writer_names == "chair"


class TestApproval:
    def test_register_names_writer_reviewer_and_approver(self, approved, editor, moderator, chair):
        row = StatementApproval.objects.get()
        assert (row.page_id, row.revision_id, row.digest) == (
            approved.pk,
            approved.live_revision_id,
            approved.statement_digest,
        )
        assert (row.user_id, row.reviewer_id) == (chair.pk, moderator.pk)
        assert row.writers == [{"id": editor.pk, "name": "editor"}]
        assert row.at.utcoffset().total_seconds() == 0

    def test_files_are_registered_with_hashes(self, news_index, everyone_to, document):
        publish_statement(add_statement(news_index, document=document), *everyone_to)
        file = StatementApproval.objects.get().files.get()
        assert (file.title, file.name, file.sha256) == ("Report", document.filename, document.sha256)
        assert file.size == document.file_size

    def test_stale_screen_is_refused_and_note_is_kept(self, client, at_the_chair, chair, document):
        client.force_login(chair)
        url = reverse("publishing:decide", args=[at_the_chair.pk])
        response = client.post(url, {"seen_digest": "v1:what-was-there-before", "release": "now", "comment": "My note"})
        assert response.status_code == 200
        assert "changed since you opened it" in messages_of(response)
        # What was typed stays, and the screen is about the words as they are now.
        assert "My note" in response.content.decode()
        assert latest_digest(at_the_chair) in response.content.decode()
        assert not fresh(at_the_chair).live

    def test_words_changed_since_review_go_back_to_moderator(self, client, at_the_chair, chair):
        words = at_the_chair.get_latest_revision_as_object()
        words.title = "Herons"
        words.save_revision(user=chair)
        client.force_login(chair)
        response = decide(client, at_the_chair)
        assert "reviewed first" in messages_of(response)
        assert step(at_the_chair) == "Editorial review"
        assert not StatementApproval.objects.exists()

    def test_overwritten_revision_is_refused(self, at_the_chair, chair, editor):
        seen = latest_digest(at_the_chair)
        revision = at_the_chair.latest_revision
        revision.content = {**revision.content, "title": "Herons"}
        revision.save()
        with pytest.raises(ValidationError, match="changed since you opened it"):
            approve(at_the_chair, chair, seen_digest=seen)
        # And its present words have no review.
        with pytest.raises(ValidationError, match="No one but you has reviewed"):
            approve(at_the_chair, chair, seen_digest=latest_digest(at_the_chair))

    def test_second_approval_is_refused(self, at_the_chair, chair, deputy):
        state = fresh(at_the_chair).current_workflow_task_state
        approve(at_the_chair, chair, seen_digest=latest_digest(at_the_chair))
        with pytest.raises(ValidationError, match="Another person has decided"):
            state.task.specific.on_action(state, deputy, "approve", seen_digest=latest_digest(at_the_chair))
        assert StatementApproval.objects.count() == 1

    def test_rejection_after_approval_is_refused(self, at_the_chair, chair, deputy):
        state = fresh(at_the_chair).current_workflow_task_state
        approve(at_the_chair, chair, seen_digest=latest_digest(at_the_chair))
        with pytest.raises(ValidationError, match="Another person has decided"):
            state.task.specific.on_action(state, deputy, "reject", comment="Never.")
        state.refresh_from_db()
        assert (state.status, fresh(at_the_chair).live) == ("approved", True)

    def test_approval_after_rejection_is_refused(self, at_the_chair, chair, deputy):
        state, other = (fresh(at_the_chair).current_workflow_task_state for _ in range(2))
        state.task.specific.on_action(state, deputy, "reject", comment="Never.")
        with pytest.raises(ValidationError, match="Another person has decided"):
            other.task.specific.on_action(other, chair, "approve", seen_digest=latest_digest(at_the_chair))
        assert not StatementApproval.objects.exists()
        assert not fresh(at_the_chair).live


class TestAdmin:
    def test_screen_shows_everything_that_is_approved(self, client, news_index, editor, moderator, chair, document):
        page = add_statement(news_index, editor, document=document, summary="A summary", seo_title="Another title")
        bring_to_chair(page, editor, moderator)
        client.force_login(chair)
        screen = client.get(reverse("publishing:decide", args=[page.pk])).content.decode()
        for shown in ("Heron", "We are sorry", "Alex Example", "A summary", "Another title", "The report", "Report"):
            assert shown in screen
        assert document.sha256 in screen
        assert "Reviewed by moderator" in screen
        assert "Written by editor" in screen

    @pytest.mark.parametrize("is_new", [True, False])
    def test_publishing_past_the_chair_is_refused_and_words_are_saved(self, client, news_index, moderator, is_new):
        client.force_login(moderator)
        if is_new:
            response = add_news(client, news_index, news_form("Heron", STATEMENT, "action-publish"))
        else:
            page = add_statement(news_index, title="Egret")
            response = edit(client, page, news_form("Heron", STATEMENT, "action-publish"))
        page = NewsPage.objects.get()
        assert not page.live
        assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert "Choose Submit to Board approval" in messages_of(response)
        assert page.get_latest_revision_as_object().title == "Heron"

    def test_approve_button_leads_to_the_decision(self, client, at_the_chair, chair):
        client.force_login(chair)
        response = act(client, at_the_chair, "approve")
        assert response.url == reverse("publishing:decide", args=[at_the_chair.pk])
        assert not fresh(at_the_chair).live

    def test_home_of_the_admin_leads_only_the_chair_to_the_decision(self, client, at_the_chair, chair, moderator):
        url = reverse("publishing:decide", args=[at_the_chair.pk])
        for user, led in ((chair, True), (moderator, False)):
            client.force_login(user)
            assert (url in client.get(reverse("wagtailadmin_home")).content.decode()) is led

    def test_approve_button_of_edit_form_leads_to_the_decision(self, client, news_index, editor, moderator, chair):
        client.force_login(editor)
        add_news(client, news_index, news_form("Heron", STATEMENT, "action-submit"))
        page = NewsPage.objects.get(title="Heron")
        approve(page, moderator)
        client.force_login(chair)
        form = news_form("Heron", STATEMENT, "action-workflow-action", **{"workflow-action-name": "approve"})
        for number, child in enumerate(page.get_latest_revision_as_object().body):
            form[f"body-{number}-id"] = child.id
        response = edit(client, page, form)
        assert response.url == reverse("publishing:decide", args=[page.pk])
        assert not fresh(page).live
        assert step(page) == "Independent Chair approval"

    def test_words_changed_while_approving_go_back_to_moderator(self, client, news_index, editor, moderator, chair):
        client.force_login(editor)
        add_news(client, news_index, news_form("Heron", STATEMENT, "action-submit"))
        page = NewsPage.objects.get(title="Heron")
        approve(page, moderator)
        client.force_login(chair)
        form = news_form("Herons", STATEMENT, "action-workflow-action", **{"workflow-action-name": "approve"})
        response = edit(client, page, form)
        assert response.status_code == 302
        assert step(page) == "Editorial review"
        assert fresh(page).get_latest_revision_as_object().title == "Herons"
        approve(page, moderator)
        assert step(page) == "Independent Chair approval"

    def test_resubmission_after_rejection_goes_to_moderator(self, client, news_index, editor, moderator, chair):
        client.force_login(editor)
        add_news(client, news_index, news_form("Heron", STATEMENT, "action-submit"))
        page = NewsPage.objects.get(title="Heron")
        approve(page, moderator)
        client.force_login(chair)
        response = client.post(
            reverse("publishing:decide", args=[page.pk]), {"reject": "1", "reject-comment": "Name the agency."}
        )
        assert "sent back" in messages_of(response)
        client.force_login(editor)
        edit(client, page, news_form("Heron named", STATEMENT, "action-submit"))
        assert step(page) == "Editorial review"

    def test_rejection_without_reason_is_refused(self, client, at_the_chair, chair):
        client.force_login(chair)
        response = client.post(reverse("publishing:decide", args=[at_the_chair.pk]), {"reject": "1"})
        assert response.status_code == 200
        assert step(at_the_chair) == "Independent Chair approval"

    def test_past_time_is_refused(self, client, at_the_chair, chair):
        client.force_login(chair)
        response = decide(client, at_the_chair, release="at", release_at="2020-01-01 09:00")
        assert "Choose a time that is still to come" in response.content.decode()
        assert not StatementApproval.objects.exists()

    def test_time_that_is_surely_a_slip_is_refused(self, client, at_the_chair, chair):
        client.force_login(chair)
        response = decide(client, at_the_chair, release="at", release_at="2108-01-01 09:00")
        assert "1 January 2108 is more than 10 years ahead. Is the year right?" in response.content.decode()
        assert not StatementApproval.objects.exists()

    def test_decision_on_page_that_does_not_wait_is_refused(self, client, approved, deputy):
        client.force_login(deputy)
        url = reverse("publishing:decide", args=[approved.pk])
        assert "does not wait for the chair" in client.get(url).content.decode()
        assert "does not wait for a decision any more" in messages_of(client.post(url, {"approve": "1"}))

    def test_forged_request_by_another_user_is_refused_with_a_message(self, client, at_the_chair, superuser, moderator):
        for user in (superuser, moderator):
            client.force_login(user)
            response = decide(client, at_the_chair, seen_digest=latest_digest(at_the_chair))
            assert "Only a member of Independent Chair" in messages_of(response)
        assert not fresh(at_the_chair).live


class TestOrdinaryItems:
    def test_writer_cannot_approve_own_item(self, news_index, moderator, second_moderator):
        page = submit(NewsPageFactory(parent=news_index, title="Plain", live=False, owner=moderator), moderator)
        with pytest.raises(ValidationError, match="They can: second"):
            approve(page, moderator)
        assert approve(page, second_moderator).live

    def test_save_by_a_colleague_does_not_free_the_writer(self, news_index, moderator, second_moderator):
        page = NewsPageFactory(parent=news_index, title="Plain", live=False, owner=moderator)
        page.save_revision(user=moderator, log_action=True)
        page.title = "Plainer"
        page = submit(page, second_moderator)
        with pytest.raises(ValidationError, match="another person has to approve"):
            approve(page, moderator)
        with pytest.raises(ValidationError, match="another person has to approve"):
            approve(page, second_moderator)

    def test_purged_revision_does_not_free_the_writer(self, news_index, moderator, second_moderator, editor):
        page = NewsPageFactory(parent=news_index, title="Plain", live=False, owner=editor)
        page.save_revision(user=moderator, log_action=True)
        fresh(page).save_revision(user=second_moderator, log_action=True)
        page.revisions.filter(user=moderator).delete()
        page = fresh(page)
        page.get_workflow().start(page, second_moderator)
        with pytest.raises(ValidationError, match="another person has to approve"):
            approve(page, moderator)

    def test_writer_of_published_version_can_approve_the_next(self, news_index, moderator, second_moderator):
        page = submit(NewsPageFactory(parent=news_index, title="Plain", live=False, owner=moderator), moderator)
        page = approve(page, second_moderator)
        page.title = "Plainer"
        page = submit(page, second_moderator)
        assert approve(page, moderator).live
        assert fresh(page).title == "Plainer"

    def test_writer_cannot_publish_own_item_directly(self, client, news_index, moderator, second_moderator):
        client.force_login(moderator)
        response = add_news(client, news_index, news_form("Plain", PLAIN, "action-publish"))
        page = NewsPage.objects.get()
        assert not page.live
        assert "another person has to approve" in messages_of(response)
        assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = edit(client, page, news_form("Plain again", PLAIN, "action-publish"))
        assert not fresh(page).live
        assert fresh(page).get_latest_revision_as_object().title == "Plain again"
        assert "another person has to approve" in messages_of(response)

    def test_one_person_setting_covers_ordinary_items_only(self, news_index, site, moderator, chair):
        board = BoardSettings.for_site(site)
        board.one_person_may_publish = True
        board.save()
        plain = submit(NewsPageFactory(parent=news_index, title="Plain", live=False, owner=moderator), moderator)
        assert approve(plain, moderator).live
        both = add_user("both", "Moderators", "Independent Chair")
        page = bring_to_chair(add_statement(news_index, both), both, both)
        with pytest.raises(ValidationError, match="takes two people"):
            approve(page, both, seen_digest=latest_digest(page))


class TestReasonNotApprovable:
    def test_writer_is_told_at_submission(self, client, news_index, moderator):
        client.force_login(moderator)
        response = add_news(client, news_index, news_form("Plain", PLAIN, "action-submit"))
        assert "No one is left who could approve this" in messages_of(response)

    def test_statement_needs_a_chair_and_another_moderator(self, statement, editor, chair):
        assert "The group Moderators is empty" in reason_not_approvable(statement)
        both = add_user("both", "Moderators")
        assert reason_not_approvable(statement) == ""
        chair.delete()
        assert "The group Independent Chair is empty" in reason_not_approvable(statement)
        both.groups.add(*type(both.groups.first()).objects.filter(name="Independent Chair"))
        assert "The only moderator is also the only chair" in reason_not_approvable(statement)

    def test_no_message_if_others_can_approve(self, client, news_index, editor, moderator, chair):
        client.force_login(editor)
        response = add_news(client, news_index, news_form("Heron", STATEMENT, "action-submit"))
        assert "administrator" not in messages_of(response)


def test_reviewed_statement_is_nowhere_before_the_chair_approves(client, at_the_chair):
    assert public_places(client, at_the_chair) == NOWHERE
    assert StatementReview.objects.get().digest == latest_digest(at_the_chair)
