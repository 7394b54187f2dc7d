"""An action is taken once, whatever is posted how often, and never by a background save."""

import json

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState

from board.publishing.page_views import BoardEditView
from news.models import NewsPage
from tests.admin import PLAIN, STATEMENT, act, add_news, decide, edit, news_form
from tests.publication import approve, fresh

BACKGROUND = {"accept": "application/json"}


def messages_of(response):
    """Return the messages on the page that a response leads to."""
    return " ".join(str(message) for message in response.wsgi_request._messages)


def state_of(page):
    """Return everything that an action could change of a page."""
    page = fresh(page)
    states = TaskState.objects.order_by("pk").values_list("pk", "status", "finished_by")
    return page.live, page.title, page.has_unpublished_changes, page.revisions.count(), list(states)


def written(client, editor, index, body=PLAIN, action="action-submit"):
    """Return an item that the editor has written in the admin, and submitted."""
    client.force_login(editor)
    add_news(client, index, news_form("Heron", body, action))
    return NewsPage.objects.get()


def form_of(page, body=PLAIN, action="action-workflow-action", title="Heron", name="approve"):
    """Return what the edit form of a page sends, with the fields that Wagtail's scripts add for an action."""
    form = news_form(title, body, action, **{"workflow-action-name": name, "workflow-action-extra-data": "{}"})
    for number, child in enumerate(fresh(page).get_latest_revision_as_object().body):
        form[f"body-{number}-id"] = child.id
    return form


ACTIONS = [
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-workflow-action",
    "action-cancel-workflow",
    "action-anything-else",
]


class TestBackgroundSave:
    @pytest.mark.parametrize("who", ["editor", "moderator", "superuser"])
    @pytest.mark.parametrize("submitted", [True, False], ids=["in review", "draft"])
    def test_it_takes_no_action(self, client, news_index, editor, request, submitted, who):
        page = written(client, editor, news_index, action="action-submit" if submitted else None)
        client.force_login(request.getfixturevalue(who))
        before = state_of(page)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        for action in ACTIONS:
            response = client.post(url, form_of(page, action=action, title="Herons"), headers=BACKGROUND)
            assert response.status_code == 400
            assert json.loads(response.content)["success"] is False
        assert state_of(page) == before

    @pytest.mark.parametrize("action", ["action-publish", "action-submit"])
    def test_it_makes_no_page_by_an_action(self, client, news_index, superuser, action):
        client.force_login(superuser)
        url = reverse("wagtailadmin_pages:add", args=["news", "newspage", news_index.pk])
        assert client.post(url, news_form("Heron", PLAIN, action), headers=BACKGROUND).status_code == 400
        assert not NewsPage.objects.exists()

    def test_it_saves_words_without_an_action(self, client, news_index, editor):
        page = written(client, editor, news_index, action=None)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert client.post(url, news_form("Herons"), headers=BACKGROUND).json()["success"]
        assert fresh(page).get_latest_revision_as_object().title == "Herons"

    def test_it_saves_nothing_where_nothing_has_changed(self, client, news_index, editor, moderator):
        page = written(client, editor, news_index)
        client.force_login(moderator)
        before = state_of(page)
        form = {name: value for name, value in form_of(page, action=None).items() if "workflow" not in name}
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert client.post(url, form, headers=BACKGROUND).json() == {"success": True, "pk": page.pk}
        assert state_of(page) == before


class TestRepeatedAction:
    @pytest.mark.parametrize("body", [PLAIN, STATEMENT], ids=["plain", "statement"])
    def test_second_approval_by_the_form_changes_nothing(self, client, news_index, editor, moderator, chair, body):
        page = written(client, editor, news_index, body)
        client.force_login(moderator)
        form = form_of(page, body)
        now = "Public." if body is PLAIN else "Now with the chair."
        assert f"“Heron”: Approved. {now}" in messages_of(edit(client, page, form))
        after_one = state_of(page)
        response = edit(client, page, form)
        assert response.status_code == 302
        assert f"You have approved “Heron” already. {now}" in messages_of(response)
        assert state_of(page) == after_one

    def test_second_approval_on_the_home_page_changes_nothing(self, client, news_index, editor, moderator):
        page = written(client, editor, news_index)
        client.force_login(moderator)
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
        )
        assert "“Heron”: Approved. Public." in messages_of(client.post(url, {"next": "/admin/"}))
        after_one = state_of(page)
        response = client.post(url, {"next": "/admin/"})
        assert response.url == "/admin/"
        assert "You have approved “Heron” already. Public." in messages_of(response)
        script = client.post(url, {"next": "/admin/"}, headers={"x-requested-with": "XMLHttpRequest"})
        assert script.json() == {"step": "success", "redirect": "/admin/"}
        assert state_of(page) == after_one

    @pytest.mark.test_all("The same as a second approval.")
    def test_second_rejection_changes_nothing(self, client, news_index, editor, moderator):
        page = written(client, editor, news_index)
        client.force_login(moderator)
        form = form_of(page, name="reject") | {"workflow-action-extra-data": '{"comment": "Name the place."}'}
        assert "“Heron” was sent back." in messages_of(edit(client, page, form))
        after_one = state_of(page)
        assert "You have sent back “Heron” already." in messages_of(edit(client, page, form))
        assert state_of(page) == after_one

    @pytest.mark.parametrize("action", ["action-submit", "action-cancel-workflow"])
    def test_second_submission_and_cancellation_change_nothing(self, client, news_index, editor, action):
        page = written(client, editor, news_index, action=None if action == "action-submit" else "action-submit")
        form = form_of(page, action=action)
        edit(client, page, form)
        after_one = state_of(page)
        response = edit(client, page, form)
        assert response.status_code == 302
        assert "already" in messages_of(response)
        assert state_of(page) == after_one

    def test_second_decision_of_the_chair_changes_nothing(self, client, news_index, editor, moderator, chair):
        page = written(client, editor, news_index, STATEMENT)
        approve(page, moderator)
        client.force_login(chair)
        decide(client, page)
        after_one = state_of(page)
        assert "You have approved “Heron” already. Public." in messages_of(decide(client, page))
        assert state_of(page) == after_one

    def test_second_unpublication_is_explained(self, client, news_index, editor, moderator):
        page = approve(written(client, editor, news_index), moderator)
        client.force_login(moderator)
        url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        client.post(url)
        assert "is not public, so there is nothing to do" in messages_of(client.post(url))

    @pytest.mark.test_all("The same as a second unpublication.")
    def test_second_unscheduling_is_explained(self, client, news_index, editor, moderator):
        page = written(client, editor, news_index, action=None)
        edit(client, page, form_of(page, action="action-submit") | {"go_live_at": "2035-01-01 09:00"})
        page = approve(page, moderator)
        client.force_login(moderator)
        url = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, page.scheduled_revision.pk])
        client.post(url)
        entries = PageLogEntry.objects.count()
        assert "is not scheduled any more" in messages_of(client.post(url))
        assert PageLogEntry.objects.count() == entries

    def test_words_typed_since_are_saved_as_a_draft(self, client, news_index, editor, moderator):
        page = written(client, editor, news_index)
        client.force_login(moderator)
        edit(client, page, form_of(page))
        response = edit(client, page, form_of(page, title="Herons"))
        assert "You have approved “Heron” already." in messages_of(response)
        assert (fresh(page).live, fresh(page).title) == (True, "Heron")
        assert fresh(page).get_latest_revision_as_object().title == "Herons"

    @pytest.mark.test_all("It makes the whole form; make test saves typed words.")
    def test_words_typed_since_stand_in_the_form_of_a_locked_page(self, client, news_index, editor, moderator, chair):
        page = written(client, editor, news_index, STATEMENT)
        client.force_login(moderator)
        edit(client, page, form_of(page, STATEMENT))
        before = state_of(page)
        response = edit(client, page, form_of(page, STATEMENT, title="Herons"))
        assert 'value="Herons"' in response.content.decode()
        assert state_of(page) == before


class TestSimultaneousActions:
    """The second request has looked at the workflow before the first has changed it."""

    @pytest.fixture
    def meanwhile(self, monkeypatch):
        """Return a function that lets something happen between a request's look at the workflow and its action."""

        def _meanwhile(happen):
            form_valid = BoardEditView.form_valid

            def overtaken(view, form):
                happen()
                return form_valid(view, form)

            monkeypatch.setattr(BoardEditView, "form_valid", overtaken)

        return _meanwhile

    @pytest.mark.parametrize("body", [PLAIN, STATEMENT], ids=["plain", "statement"])
    def test_own_approval_meanwhile(self, client, news_index, editor, moderator, chair, body, meanwhile):
        page = written(client, editor, news_index, body)
        form = form_of(page, body)
        meanwhile(lambda: approve(page, moderator))
        client.force_login(moderator)
        response = edit(client, page, form)
        assert "You have approved “Heron” already." in messages_of(response)
        assert fresh(page).revisions.count() == 1
        assert fresh(page).live is (body is PLAIN)

    def test_approval_by_another_meanwhile(self, client, news_index, editor, moderator, second_moderator, meanwhile):
        page = written(client, editor, news_index)
        form = form_of(page)
        meanwhile(lambda: approve(page, second_moderator))
        client.force_login(moderator)
        assert "does not wait for a decision any more. Public." in messages_of(edit(client, page, form))
        assert fresh(page).revisions.count() == 1

    def test_task_that_was_read_before_is_approved_once(self, news_index, client, editor, moderator):
        page = written(client, editor, news_index)
        states = [fresh(page).current_workflow_task_state for _ in range(2)]
        for state in states:
            state.task.specific.on_action(state, moderator, "approve")
        assert fresh(page).revisions.count() == 1


class TestMessages:
    def test_restarted_review_is_explained(self, client, news_index, editor, moderator, second_moderator):
        page = written(client, editor, news_index)
        client.force_login(moderator)
        response = edit(client, page, form_of(page, title="Herons"))
        assert "so the review starts again with the new words" in messages_of(response)
        client.force_login(second_moderator)
        act(client, page, "approve")
        assert fresh(page).title == "Herons"

    def test_refused_approval_keeps_the_words(self, client, news_index, moderator):
        page = written(client, moderator, news_index)
        response = edit(client, page, form_of(page, title="Heron"))
        assert "another person has to approve it" in messages_of(response)
        assert fresh(page).current_workflow_task.name == "Editorial review"
