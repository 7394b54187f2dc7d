"""What the pages of the admin offer and say."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Site

from board.approvals.models import StatementApproval
from board.approvals.rule import not_approved_error
from board.basepage.models import BasePage
from board.media.models import BoardDocument
from board.publishing.approved_files import reasons_against_files
from board.publishing.editor_messages import explain_unpublished_changes, warn_of_statement_wording
from board.publishing.middleware import RefusalMiddleware, wants_json
from board.publishing.reviewers import possible_reviewers, workflow_tasks
from board.siteinfo.models import BoardSettings
from home.models import HomePage
from news.models import NewsPage
from tests.admin import PLAIN, STATEMENT, act, add_news, news_form
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh, publish_statement, submit


def messages_of(response):
    """Return the messages on the page that a response leads to."""
    return " ".join(str(message) for message in response.wsgi_request._messages)


class TestPublishWithoutPermission:
    """The form has no such button; an old tab may still send it."""

    def test_statement_message_names_the_chair(self, client, news_index, editor):
        client.force_login(editor)
        response = add_news(client, news_index, news_form("Heron", STATEMENT, "action-publish"))
        assert "Choose Submit to Board approval" in messages_of(response)

    def test_ordinary_item_message_names_a_second_person(self, client, news_index, editor, moderator):
        client.force_login(editor)
        response = add_news(client, news_index, news_form("Plain", PLAIN, "action-publish"))
        assert "another person has to approve it. They can: moderator." in messages_of(response)

    def test_restored_approved_words_message_names_a_second_person(self, client, approved, editor):
        client.force_login(editor)
        response = client.get("/admin/")
        for title in ("Other", "Heron"):
            approved.title = title
            approved.save_revision(user=editor)
        explain_unpublished_changes(response.wsgi_request, fresh(approved))
        assert "another person has to approve it" in messages_of(response)
        assert "was not published" not in messages_of(response)

    def test_saving_a_draft_gives_no_message(self, client, news_index, editor):
        client.force_login(editor)
        response = add_news(client, news_index, news_form("Plain", PLAIN))
        assert "approve" not in messages_of(response)


class TestPublishWithPermission:
    @pytest.fixture(autouse=True)
    def one_person_may_publish(self, site):
        """The board lets one person publish ordinary items."""
        board = BoardSettings.for_site(site)
        board.one_person_may_publish = True
        board.save()

    def test_ordinary_item_is_published_at_once(self, client, news_index, moderator):
        client.force_login(moderator)
        response = add_news(client, news_index, news_form("Plain", PLAIN, "action-publish"))
        assert NewsPage.objects.get().live
        assert "approve" not in messages_of(response)

    def test_ordinary_item_is_scheduled(self, client, news_index, moderator):
        client.force_login(moderator)
        add_news(client, news_index, news_form("Plain", PLAIN, "action-publish", go_live_at="2035-01-01 09:00"))
        assert not NewsPage.objects.get().live
        assert NewsPage.objects.get().scheduled_revision

    def test_statement_is_neither_published_nor_scheduled(self, client, news_index, moderator):
        client.force_login(moderator)
        for number, time in enumerate(("", "2035-01-01 09:00")):
            form = news_form(f"Heron {number}", STATEMENT, "action-publish", go_live_at=time)
            response = add_news(client, news_index, form)
            assert "was not published" in messages_of(response)
        assert not any(page.live or page.scheduled_revision for page in NewsPage.objects.all())


def test_form_offers_publish_only_for_words_that_may_be_public(client, statement, news_index, editor, superuser):
    plain = NewsPageFactory(parent=news_index, title="Plain", live=False, owner=editor)
    client.force_login(superuser)
    for page, is_offered in ((plain, True), (statement, False)):
        form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert ('name="action-publish"' in form) is is_offered


@pytest.mark.parametrize(
    ("path", "headers", "is_wanted"),
    [
        ("/admin/pages/3/edit/", {"accept": "text/html"}, False),
        ("/admin/pages/3/edit/", {}, False),
        ("/admin/pages/3/edit/", {"accept": "text/html", "x-requested-with": "XMLHttpRequest"}, True),
        ("/admin/pages/3/edit/", {"accept": "application/json"}, True),
        ("/admin/api/main/pages/3/action/publish/", {"accept": "text/html"}, True),
    ],
)
def test_json_is_wanted_by_scripts_only(rf, path, headers, is_wanted):
    assert wants_json(rf.post(path, headers=headers)) is is_wanted


class TestHeldStatements:
    @pytest.fixture
    def held(self, news_index, everyone_to):
        """Two statements that are approved and held, after one that is public."""
        publish_statement(add_statement(news_index, title="Wren", slug="wren"), *everyone_to)
        return [
            publish_statement(add_statement(news_index, title=title, slug=title), *everyone_to, release="held")
            for title in ("Heron", "Egret")
        ]

    def test_only_other_held_statements_can_be_discarded(self, client, held, moderator):
        client.force_login(moderator)
        chosen, other = (StatementApproval.objects.get(page_id=page.pk) for page in held)
        response = client.get(reverse("publishing:release", args=[chosen.pk]))
        assert list(response.context["form"].fields["discard"].queryset) == [other]
        assert response.context["has_others"]


class TestDecision:
    def test_screen_offers_approval_and_rejection(self, client, at_the_chair, chair):
        client.force_login(chair)
        screen = client.get(reverse("publishing:decide", args=[at_the_chair.pk])).content.decode()
        for name in ("seen_digest", "release", "reject-comment"):
            assert f'name="{name}"' in screen

    def test_rejection_from_the_editor_asks_for_a_comment(self, at_the_chair, chair):
        actions = at_the_chair.current_workflow_task.get_actions(at_the_chair, chair)
        assert [(name, asks) for name, _, asks in actions] == [("approve", False), ("reject", True)]

    def test_rejection_without_comment_is_an_error_of_the_field(self, client, at_the_chair, chair):
        client.force_login(chair)
        response = client.post(reverse("publishing:decide", args=[at_the_chair.pk]), {"reject": "1"})
        assert response.context["rejection"].errors.keys() == {"comment"}
        assert fresh(at_the_chair).current_workflow_task.name == "Independent Chair approval"


class TestTasksOfOtherGroups:
    def test_moderator_is_told_that_the_chair_decides(self, client, at_the_chair, second_moderator):
        client.force_login(second_moderator)
        response = act(client, at_the_chair, "approve")
        assert "waits for Independent Chair, who decide this step" in messages_of(response)
        assert response.url == reverse("wagtailadmin_pages:edit", args=[at_the_chair.pk])
        assert not fresh(at_the_chair).live

    def test_own_task_is_decided_without_that_message(self, client, statement, editor, moderator):
        page = submit(statement, editor)
        client.force_login(moderator)
        assert "waits for" not in messages_of(act(client, page, "approve"))
        assert fresh(page).current_workflow_task.name == "Independent Chair approval"


def test_section_with_subpages_can_be_moved_but_not_deleted(home, moderator):
    section = StandardPageFactory(parent=home, title="Section", live=False)
    StandardPageFactory(parent=section, title="Child", live=False)
    may = section.permissions_for_user(moderator)
    assert may.can_move()
    assert not may.can_delete()


def test_drafts_with_unready_files_can_be_deleted_in_bulk(client, news_index, editor, moderator):
    unread = BoardDocument.objects.create(title="Report", file=ContentFile(b"%PDF-1.4", "report.pdf"))
    drafts = [
        add_statement(news_index, editor, title="Heron"),
        add_statement(news_index, editor, title="Egret", slug="egret", document=unread),
    ]
    assert reasons_against_files(drafts[1].save_revision().as_object())
    client.force_login(moderator)
    ids = "&".join(f"id={page.pk}" for page in drafts)
    client.post(f"{reverse('wagtail_bulk_action', args=['basepage', 'basepage', 'delete'])}?{ids}")
    assert not NewsPage.objects.exists()


def test_member_of_two_reviewing_groups_is_named_once(statement, moderator):
    review = workflow_tasks(statement)["EditorialReviewTask"]
    review.groups.add(Group.objects.get(name="Editors"))
    moderator.groups.add(Group.objects.get(name="Editors"))
    assert possible_reviewers(statement) == ["moderator"]


def test_refused_script_gets_status_422_with_the_reason(rf, db):
    error = not_approved_error(NewsPage(title="Heron"), ["Ask the chair."])
    response = RefusalMiddleware(None).process_exception(rf.post("/admin/api/"), error)
    assert response.status_code == 422
    assert json.loads(response.content)["success"] is False
    assert "Ask the chair." in json.loads(response.content)["error_message"]


def test_anonymous_deletion_leads_to_sign_in_without_a_message(client, approved):
    response = client.post(reverse("wagtailadmin_pages:delete", args=[approved.pk]))
    assert response.url.startswith(reverse("account_login"))
    assert messages_of(response) == ""


class TestBulkActions:
    """Pages that are left out are named, with the reason."""

    @staticmethod
    def post(client, action, page):
        url = reverse("wagtail_bulk_action", args=["basepage", "basepage", action])
        return messages_of(client.post(f"{url}?id={page.pk}&next=/admin/"))

    def test_deleting_public_page_points_to_withdrawal(self, client, approved, moderator):
        client.force_login(moderator)
        assert "withdraws it" in self.post(client, "delete", approved)

    def test_publishing_own_item_needs_a_second_person(self, client, news_index, moderator):
        client.force_login(moderator)
        add_news(client, news_index, news_form("Plain", PLAIN))
        assert "another person has to approve it" in self.post(client, "publish", NewsPage.objects.get())

    def test_page_that_was_published_meanwhile_is_not_deleted(self, client, news_index, editor, moderator, monkeypatch):
        page = NewsPageFactory(parent=news_index, title="Plain", live=False, owner=editor)
        page.save_revision(user=editor)
        pages = type(BasePage.objects.all())
        lock = pages.lock

        def publish_and_lock(self, *ids):
            monkeypatch.setattr(pages, "lock", lock)
            fresh(page).latest_revision.publish()
            lock(self, *ids)

        monkeypatch.setattr(pages, "lock", publish_and_lock)
        client.force_login(moderator)
        assert "withdraws it" in self.post(client, "delete", page)
        assert fresh(page).live

    def test_other_actions_give_no_message(self, client, approved, editor):
        client.force_login(editor)
        assert "was left out" not in self.post(client, "unpublish", approved)


def test_draft_with_held_approval_is_not_deleted(statement, everyone_to, moderator):
    page = publish_statement(statement, *everyone_to, release="held")
    reasons = page.permissions_for_user(moderator).reasons_against_deletion()
    assert [reason for reason in reasons if "is held" in reason]


def test_statement_warning_uses_name_of_the_pages_own_site(client, home, site, editor):
    BoardSettings.objects.filter(site=site).update(board_name="Heron Board")
    other = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other", slug="other"))
    other_site = Site.objects.create(hostname="other.example.org", root_page=other)
    BoardSettings.objects.update_or_create(site=other_site, defaults={"board_name": "Egret Board"})
    body = json.dumps([{"type": "text", "value": "<p>The Egret Board is sorry. We have failed.</p>"}])
    page = StandardPageFactory(parent=other, title="Words", live=False, owner=editor, body=body)
    client.force_login(editor)
    request = client.get("/admin/").wsgi_request
    warn_of_statement_wording(request, page)
    assert "names Egret Board" in " ".join(str(message) for message in request._messages)
