"""What was approved as a statement stays under the chair until the chair lets it go."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from board.approvals.models import ApprovalEvent, StatementApproval
from board.approvals.rule import REASON_STAYS, needs_chair
from board.basepage.models import BasePage
from board.publishing.audit import check_site
from board.publishing.release import let_go
from news.models import NewsPage
from tests.board.publishing.conftest import QUOTE
from tests.factories import NewsPageFactory
from tests.publication import approve, fresh, latest_digest, publish_statement, submit

TEXT = {"type": "text", "value": "<p>The board has nothing to be sorry for.</p>"}


def without_statement(page):
    """Return a page with a text in the place of its statement, not saved."""
    page = fresh(page).get_latest_revision_as_object()
    page.body = [("text", TEXT["value"])]
    return page


@pytest.fixture
def marked(news_index, editor):
    return NewsPageFactory(parent=news_index, title="Heron", owner=editor, live=False, body=[TEXT], in_our_name=True)


def test_other_words_in_the_place_of_a_statement_need_the_chair(approved, editor, moderator):
    page = submit(without_statement(approved), editor)
    page = approve(page, moderator)
    assert page.current_workflow_task.name == "Independent Chair approval"
    assert "We are sorry" in str(fresh(page).body)
    with pytest.raises(ValidationError, match="ask the chair to let it go"):
        page.get_latest_revision().publish(user=moderator)


def test_unticking_the_mark_needs_the_chair(marked, everyone_to):
    page = publish_statement(marked, *everyone_to)
    page.in_our_name = False
    with pytest.raises(ValidationError, match="ask the chair to let it go"):
        page.save()


def test_chair_may_approve_words_without_a_statement(approved, everyone_to):
    page = publish_statement(without_statement(approved), *everyone_to)
    assert page.live
    assert "nothing to be sorry" in str(page.body)
    assert page.approved_digest


def test_item_whose_statement_was_never_public_is_an_ordinary_one(statement, editor, moderator):
    page = without_statement(statement)
    assert not needs_chair(page)
    assert approve(submit(page, editor), moderator).live


def test_public_item_stays_public_while_a_statement_for_it_is_held(news_index, everyone_to):
    page = NewsPageFactory(parent=news_index, title="Heron", body=[TEXT])
    words = fresh(page)
    words.body = [("statement_quote", QUOTE["value"])]
    page = publish_statement(words, *everyone_to, release="held")
    assert not page.approval_required
    page.show_in_menus = True
    page.save()
    assert fresh(page).live


class TestTold:
    def test_on_the_edit_form_and_where_publish_is_pressed(self, client, approved, editor, moderator):
        without_statement(approved).save_revision(user=editor)
        client.force_login(moderator)
        edit = reverse("wagtailadmin_pages:edit", args=[approved.pk])
        words = REASON_STAYS.split("“")[0]
        assert words in client.get(edit).content.decode()

    def test_not_while_it_carries_a_statement(self, client, approved, moderator):
        client.force_login(moderator)
        html = client.get(reverse("wagtailadmin_pages:edit", args=[approved.pk])).content.decode()
        assert REASON_STAYS.split("“")[0] not in html


class TestLettingGo:
    def post(self, client, page, user, reason="An ordinary item from now on"):
        client.force_login(user)
        return client.post(reverse("publishing:let_go", args=[page.pk]), {"reason": reason})

    def test_chair_lets_a_page_go_and_a_moderator_publishes_it(self, client, approved, editor, moderator, chair):
        self.post(client, approved, chair)
        event = ApprovalEvent.objects.get()
        assert (event.kind, event.user_name, event.reason) == ("let_go", str(chair), "An ordinary item from now on")
        assert fresh(approved).live
        page = approve(submit(without_statement(approved), editor), moderator)
        assert (page.live, page.statement_digest) == (True, "")

    def test_words_that_are_no_statement_any_more_are_ordinary_at_once(self, approved, everyone_to, chair):
        page = publish_statement(without_statement(approved), *everyone_to)
        let_go(page.pk, chair, "Ordinary")
        assert (fresh(page).live, fresh(page).statement_digest) == (True, "")

    def test_saving_the_statement_again_does_not_take_it_back(self, approved, chair):
        let_go(approved.pk, chair, "Ordinary")
        fresh(approved).save()
        assert not fresh(approved).approval_required

    def test_next_statement_is_the_chairs_again(self, approved, everyone_to, chair):
        let_go(approved.pk, chair, "Ordinary")
        words = fresh(approved).get_latest_revision_as_object()
        words.title = "Herons"
        page = publish_statement(words, *everyone_to)
        assert page.approval_required

    @pytest.mark.parametrize("who", ["editor", "moderator", "superuser"])
    def test_nobody_else_does(self, client, approved, who, request):
        self.post(client, approved, request.getfixturevalue(who))
        assert fresh(approved).approval_required
        assert not ApprovalEvent.objects.exists()

    def test_takes_a_reason(self, client, approved, chair):
        response = self.post(client, approved, chair, reason=" ")
        assert "This field is required" in response.content.decode()
        assert fresh(approved).approval_required

    def test_ordinary_page_is_not_let_go(self, client, news_index, chair):
        page = NewsPageFactory(parent=news_index)
        assert self.post(client, page, chair).status_code == 302
        with pytest.raises(ValidationError, match="no other reason than its words"):
            let_go(page.pk, chair, "Ordinary")


def test_title_of_words_in_our_name_is_not_written_into_an_ordinary_row(news_index):
    """Some fields of a draft, saved alone, would put an unapproved title on a page that carries no statement."""
    page = NewsPageFactory(parent=news_index, title="Plain", body=[TEXT])
    draft = fresh(page)
    draft.title, draft.in_our_name = "The board is sorry", True
    with pytest.raises(ValidationError, match="speaks in the board’s name"):
        draft.save(update_fields=["live", "title", "summary"])
    assert fresh(page).title == "Plain"


def test_recheck_finds_a_page_that_was_let_go_past_the_register(approved):
    NewsPage._base_manager.filter(pk=approved.pk).update(body=[TEXT])
    BasePage._base_manager.filter(pk=approved.pk).update(
        approval_required=False, statement_digest="", approved_digest=""
    )
    assert fresh(approved).live
    ((pk, _, finding),) = check_site(change=True)
    assert pk == approved.pk
    assert "taken down" in finding
    assert not fresh(approved).live


def test_digest_of_words_without_a_statement_is_asked_for_on_the_decision_page(
    client, approved, editor, moderator, chair
):
    page = approve(submit(without_statement(approved), editor), moderator)
    client.force_login(chair)
    html = client.get(reverse("publishing:decide", args=[page.pk])).content.decode()
    assert latest_digest(page) in html
    assert reverse("publishing:let_go", args=[page.pk]) in html
    assert StatementApproval.objects.count() == 1
