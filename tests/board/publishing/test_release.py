"""The release of held statements, and the withdrawal of approvals."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from board.approvals.models import ApprovalEvent, StatementApproval
from board.publishing.release import held_approvals, release_held, withdraw_approval
from board.withdrawals.models import Withdrawal
from tests.board.publishing.conftest import add_statement
from tests.publication import (
    EVERYWHERE,
    NOWHERE,
    address,
    approve,
    fresh,
    latest_digest,
    public_places,
    publish_statement,
    submit,
)


@pytest.fixture
def held(news_index, document, everyone_to):
    """A statement with a file, approved and held."""
    return publish_statement(add_statement(news_index, document=document), *everyone_to, release="held")


def approval():
    """Return the only approval."""
    return StatementApproval.objects.get()


def messages_of(response):
    return " ".join(str(message) for message in response.wsgi_request._messages)


class TestHeldStatement:
    def test_held_page_and_file_are_not_found(self, client, held, document):
        assert public_places(client, held) == NOWHERE
        assert client.get(document.url).status_code == 404

    def test_any_moderator_releases_in_one_action(self, client, held, second_moderator):
        client.force_login(second_moderator)
        assert "Heron" in client.get(reverse("publishing:held")).content.decode()
        response = client.post(reverse("publishing:release", args=[approval().pk]))
        assert "is public" in messages_of(response)
        assert public_places(client, held) == EVERYWHERE
        assert approval().events.get().user_name == "second"
        assert held_approvals() == []

    def test_alternative_is_discarded_with_a_reason(self, client, held, news_index, everyone_to, moderator):
        other = publish_statement(add_statement(news_index, title="Egret", slug="egret"), *everyone_to, release="held")
        alternative = StatementApproval.objects.get(page_id=other.pk)
        chosen = StatementApproval.objects.get(page_id=held.pk)
        client.force_login(moderator)
        url = reverse("publishing:release", args=[chosen.pk])
        assert "Say why" in client.post(url, {"discard": [alternative.pk], "reason": " "}).content.decode()
        assert not fresh(held).live
        client.post(url, {"discard": [alternative.pk], "reason": "The inquest found otherwise."})
        assert fresh(held).live
        event = alternative.events.get()
        assert (event.kind, event.reason) == ("discarded", "The inquest found otherwise.")
        with pytest.raises(ValidationError, match="has discarded the approval"):
            fresh(other).get_latest_revision().publish()

    def test_editor_cannot_release(self, client, held, editor):
        client.force_login(editor)
        assert client.post(reverse("publishing:release", args=[approval().pk])).status_code == 302
        assert not fresh(held).live

    def test_newer_draft_is_not_released(self, client, held, editor, moderator):
        words = held.get_latest_revision_as_object()
        words.title = "Not approved"
        words.save_revision(user=editor)
        release_held(approval(), moderator)
        assert fresh(held).title == "Heron"
        assert public_places(client, held) == EVERYWHERE

    def test_overwritten_words_are_not_released(self, held, editor, moderator):
        revision = held.latest_revision
        revision.content = {**revision.content, "title": "Not approved"}
        revision.save()
        assert held_approvals() == []
        with pytest.raises(ValidationError, match="no longer held"):
            release_held(approval(), moderator)
        assert not fresh(held).live

    def test_second_release_is_refused(self, client, held, moderator):
        release_held(approval(), moderator)
        with pytest.raises(ValidationError, match="no longer held"):
            release_held(approval(), moderator)
        client.force_login(moderator)
        assert "no longer held" in messages_of(client.post(reverse("publishing:release", args=[approval().pk])))

    def test_of_two_alternatives_one_is_put_out(self, held, news_index, everyone_to, moderator, second_moderator):
        other = publish_statement(add_statement(news_index, title="Egret", slug="egret"), *everyone_to, release="held")
        heron, egret = (StatementApproval.objects.get(page_id=page.pk) for page in (held, other))
        release_held(heron, moderator)
        # What the second moderator chose from was read before.
        with pytest.raises(ValidationError, match="“Heron” is no longer held"):
            release_held(egret, second_moderator, [heron], "The inquest found otherwise.")
        assert not fresh(other).live
        assert heron.events.count() == 1

    def test_home_of_the_admin_reminds_of_held_statements(self, client, held, moderator):
        client.force_login(moderator)
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "1 approved statement is held" in home
        assert reverse("publishing:held") in home

    def test_held_words_replace_public_ones_at_release(self, client, approved, everyone_to, moderator):
        words = approved.get_latest_revision_as_object()
        words.title = "Heron corrected"
        page = publish_statement(words, *everyone_to, release="held")
        assert (page.live, page.title) == (True, "Heron")
        release_held(StatementApproval.objects.first(), moderator)
        assert fresh(page).title == "Heron corrected"


class TestWithdrawnApproval:
    def test_withdrawal_unpublishes_the_page_and_leaves_a_notice(self, client, approved, chair):
        client.force_login(chair)
        url = reverse("publishing:withdraw", args=[approval().pk])
        response = client.post(url, {"reason": "The family asked.", "notice": "correction"})
        assert "is withdrawn" in messages_of(response)
        client.logout()
        notice = client.get(address(approved))
        assert notice.status_code == 410
        content = notice.content.decode()
        assert "It is being corrected." in content
        for secret in ("Heron", "We are sorry", "The family asked"):
            assert secret not in content.replace(address(approved), "")
        places = public_places(client, approved)
        assert places == NOWHERE

    def test_withdrawn_words_need_a_new_approval(self, approved, chair, everyone_to):
        withdraw_approval(approval(), chair, "A reason", "error")
        assert fresh(approved).approved_digest == ""
        with pytest.raises(ValidationError, match="withdrawn the approval"):
            fresh(approved).get_latest_revision().publish()
        page = submit(fresh(approved).get_latest_revision_as_object(), everyone_to[0])
        page = approve(page, everyone_to[1])
        assert approve(page, chair, seen_digest=latest_digest(page)).live
        assert not Withdrawal.objects.exists()

    def test_only_the_chair_can_withdraw(self, client, approved, moderator, superuser):
        for user in (moderator, superuser):
            client.force_login(user)
            response = client.post(
                reverse("publishing:withdraw", args=[approval().pk]), {"reason": "X", "notice": "error"}
            )
            assert "Only the chair" in messages_of(response)
        assert fresh(approved).live

    def test_withdrawal_needs_a_reason_and_is_not_repeated(self, client, approved, chair):
        client.force_login(chair)
        url = reverse("publishing:withdraw", args=[approval().pk])
        assert client.post(url, {"reason": "", "notice": "error"}).status_code == 200
        assert fresh(approved).live
        withdraw_approval(approval(), chair, "A reason", "error")
        assert "taken back already" in messages_of(client.post(url, {"reason": "X", "notice": "error"}))
        with pytest.raises(ValidationError):
            withdraw_approval(approval(), chair, "A reason", "error")
        assert ApprovalEvent.objects.count() == 1

    def test_withdrawn_held_or_scheduled_words_are_never_published(self, held, news_index, everyone_to, chair):
        withdraw_approval(approval(), chair, "A reason", "error")
        assert held_approvals() == []
        page = publish_statement(
            add_statement(news_index, title="Egret", slug="egret"),
            *everyone_to,
            release="at",
            release_at="2099-01-01T09:00:00Z",
        )
        withdraw_approval(StatementApproval.objects.get(page_id=page.pk), chair, "A reason", "error")
        assert fresh(page).latest_revision.approved_go_live_at is None

    def test_page_with_same_words_and_own_approval_stays_public(self, news_index, everyone_to, chair):
        first, second = (
            publish_statement(add_statement(news_index, slug=slug), *everyone_to) for slug in ("first", "second")
        )
        assert first.approved_digest == second.approved_digest
        withdraw_approval(StatementApproval.objects.get(page_id=second.pk), chair, "A reason", "error")
        assert fresh(first).live
        assert not fresh(second).live

    def test_schedules_of_other_pages_stay(self, news_index, everyone_to, chair):
        later = {"release": "at", "release_at": "2099-01-01T09:00:00Z"}
        heron, egret = (
            publish_statement(add_statement(news_index, title=title, slug=title), *everyone_to, **later)
            for title in ("Heron", "Egret")
        )
        withdraw_approval(StatementApproval.objects.get(page_id=heron.pk), chair, "A reason", "error")
        assert fresh(heron).scheduled_revision is None
        assert fresh(egret).scheduled_revision

    def test_aliases_are_unpublished_too(self, client, approved, news_index, chair):
        alias = approved.create_alias(update_slug="alias")
        assert fresh(alias).live
        withdraw_approval(approval(), chair, "A reason", "error")
        assert client.get("/news/alias/").status_code == 410

    def test_moderators_and_writers_are_told(self, approved, chair, django_capture_on_commit_callbacks):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            withdraw_approval(approval(), chair, "The family asked.", "error")
        mails = {message.to[0]: message.body for message in mail.outbox}
        assert set(mails) == {"editor@example.org", "moderator@example.org"}
        assert "The family asked." in mails["editor@example.org"]
