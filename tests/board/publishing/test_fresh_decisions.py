"""Every door to a decision asks who decides after a quarter of an hour, and loses nothing."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from board.approvals.models import RemovalProposal, StatementApproval
from board.basepage.models import BasePage
from board.publishing.release import withdraw_approval
from board.withdrawals.models import Withdrawal
from tests.admin import STATEMENT, act, news_form
from tests.board.publishing.conftest import add_statement
from tests.factories import NewsPageFactory
from tests.publication import fresh, latest_digest, publish_statement, submit
from tests.users import PASSWORD, authenticate, confirm

NOTE = "Agreed.\n“Quoted” & <kept>"


@pytest.fixture(autouse=True)
def asking(settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True


def count_approvals():
    return list(StatementApproval.objects.values_list("digest", "release", "note"))


def are_live():
    return list(BasePage.objects.live().values_list("pk", flat=True))


def is_chairs(page):
    return lambda: fresh(page).approval_required


def decision_page(get):
    page = get("at_the_chair")
    form = {"seen_digest": latest_digest(page), "release": "held", "comment": NOTE, "approve": "1"}
    return get("chair"), reverse("publishing:decide", args=[page.pk]), form, count_approvals


def request_for_changes(get):
    page = get("at_the_chair")
    form = {"reject-comment": NOTE, "reject": "1"}
    return (
        get("chair"),
        reverse("publishing:decide", args=[page.pk]),
        form,
        lambda: str(fresh(page).current_workflow_task),
    )


def workflow_view(get):
    page = get("at_the_chair")
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return get("chair"), url, {"seen_digest": latest_digest(page), "release": "now", "comment": NOTE}, count_approvals


def edit_form(get):
    page = get("at_the_chair")
    extra = json.dumps({"seen_digest": latest_digest(page), "release": "now", "comment": NOTE})
    form = news_form("Heron", body=STATEMENT)
    form |= {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": extra}
    return get("chair"), reverse("wagtailadmin_pages:edit", args=[page.pk]), form, count_approvals


def moderators_review(get):
    page = NewsPageFactory(parent=get("news_index"), title="Wren", slug="wren", owner=get("editor"), live=False)
    page = submit(page, get("editor"))
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return get("moderator"), url, {"comment": NOTE}, are_live


def release(get):
    publish_statement(add_statement(get("news_index")), *get("everyone_to"), release="held")
    return get("moderator"), reverse("publishing:release", args=[StatementApproval.objects.get().pk]), {}, are_live


def withdrawn_approval(get):
    get("approved")
    form = {"reason": NOTE, "notice": Withdrawal.Reason.choices[0][0]}
    return get("chair"), reverse("publishing:withdraw", args=[StatementApproval.objects.get().pk]), form, are_live


def letting_go(get):
    page = get("approved")
    return get("chair"), reverse("publishing:let_go", args=[page.pk]), {"reason": NOTE}, is_chairs(page)


def removal(get):
    get("approved")
    approval = StatementApproval.objects.get()
    withdraw_approval(approval, get("chair"), "A slip.", Withdrawal.Reason.choices[0][0])
    url = reverse("publishing:propose_removal", args=[approval.pk])
    return get("chair"), url, {"reason": NOTE}, RemovalProposal.objects.count


def withdrawal(get):
    page = get("approved")
    form = {"reason": Withdrawal.Reason.choices[0][0]}
    return get("moderator"), reverse("withdraw_page", args=[page.pk]), form, are_live


def unpublishing(get):
    return get("moderator"), reverse("wagtailadmin_pages:unpublish", args=[get("approved").pk]), {}, are_live


def bulk_unpublishing(get):
    url = reverse("wagtail_bulk_action", args=["basepage", "basepage", "unpublish"])
    url = f"{url}?id={get('approved').pk}&next=/admin/"
    return get("moderator"), url, {"include_descendants": ""}, are_live


def deletion(get):
    page = add_statement(get("news_index"), get("editor"))
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    return get("moderator"), url, {}, BasePage.objects.count


DOORS = [
    decision_page,
    edit_form,
    *(
        pytest.param(door, marks=pytest.mark.test_all("make test tries the two that carry most."))
        for door in (
            request_for_changes,
            workflow_view,
            moderators_review,
            release,
            withdrawn_approval,
            letting_go,
            removal,
            withdrawal,
            unpublishing,
            bulk_unpublishing,
            deletion,
        )
    ),
]


@pytest.mark.parametrize("door", DOORS)
def test_decision_of_a_stale_session_waits_and_is_then_taken(client, request, door):
    person, url, form, state = door(request.getfixturevalue)
    before = state()
    authenticate(client, person, minutes_ago=16)
    question = client.post(url, form)
    assert question.status_code == 403
    assert state() == before
    assert confirm(client, question, password=PASSWORD).status_code == 302
    assert state() != before
    assert NOTE not in form.values() or NOTE.splitlines()[0] in question.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_decision_of_a_fresh_session_is_taken_at_once(client, request, door):
    person, url, form, state = door(request.getfixturevalue)
    before = state()
    authenticate(client, person, minutes_ago=14)
    assert client.post(url, form).status_code == 302
    assert state() != before


def test_approval_covers_the_words_that_were_on_the_screen(client, at_the_chair, chair, editor):
    """The words change while the question is answered."""
    url = reverse("publishing:decide", args=[at_the_chair.pk])
    authenticate(client, chair, minutes_ago=16)
    form = {"seen_digest": latest_digest(at_the_chair), "release": "now", "comment": NOTE, "approve": "1"}
    question = client.post(url, form)
    page = fresh(at_the_chair)
    page.title = "Heron, and more"
    page.save_revision(user=editor)
    confirm(client, question, password=PASSWORD)
    assert not StatementApproval.objects.exists()
    assert not fresh(at_the_chair).live


def test_two_answers_approve_once(client, at_the_chair, chair):
    authenticate(client, chair, minutes_ago=16)
    form = {"seen_digest": latest_digest(at_the_chair), "release": "now", "comment": NOTE, "approve": "1"}
    question = client.post(reverse("publishing:decide", args=[at_the_chair.pk]), form)
    for _ in range(2):
        assert confirm(client, question, password=PASSWORD).status_code == 302
    assert [note for *_, note in count_approvals()] == [NOTE]
    assert fresh(at_the_chair).live


def test_one_session_is_not_fresh_by_another(client, at_the_chair, chair):
    authenticate(Client(), chair)
    authenticate(client, chair, minutes_ago=16)
    form = {"seen_digest": latest_digest(at_the_chair), "release": "now", "approve": "1"}
    assert client.post(reverse("publishing:decide", args=[at_the_chair.pk]), form).status_code == 403


def test_dialogue_of_the_admin_leads_to_the_question_with_the_note(client, news_index, editor, moderator):
    """Wagtail's script shows ``html`` in the dialogue, and takes a form for its own only in a step that it knows."""
    page = submit(NewsPageFactory(parent=news_index, title="Wren", slug="wren", owner=editor, live=False), editor)
    authenticate(client, moderator, minutes_ago=16)
    client.defaults["HTTP_X_REQUESTED_WITH"] = "XMLHttpRequest"
    answer = act(client, page, "approve", comment=NOTE, next="/admin/").json()
    assert answer.keys() == {"html"}
    assert "Agreed." in answer["html"]
    assert not fresh(page).live
    del client.defaults["HTTP_X_REQUESTED_WITH"]
    question = act(client, page, "approve", comment=NOTE, next="/admin/")
    response = confirm(client, question, password=PASSWORD)
    assert response["Location"] == "/admin/"
    assert fresh(page).live


def test_chair_is_asked_in_the_page_of_the_decision(client, at_the_chair, chair):
    """So the decision and who decides are one action."""
    url = reverse("publishing:decide", args=[at_the_chair.pk])
    authenticate(client, chair, minutes_ago=16)
    assert 'name="reauthentication-password"' in client.get(url).content.decode()
    form = {"seen_digest": latest_digest(at_the_chair), "release": "now", "reauthentication-password": PASSWORD}
    assert client.post(url, form).status_code == 302
    assert fresh(at_the_chair).live
    authenticate(client, chair)
    assert "reauthentication-password" not in client.get(url).content.decode()


def test_background_save_is_asked_nothing(client, at_the_chair, chair):
    """It is refused as before: a question would be lost in a script."""
    authenticate(client, chair, minutes_ago=16)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[at_the_chair.pk]),
        {"action-workflow-action": "true", "workflow-action-name": "approve"},
        headers={"accept": "application/json"},
    )
    assert response.status_code == 400
    assert not StatementApproval.objects.exists()
