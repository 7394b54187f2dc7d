"""The honest path to publication, through the admin's own views."""

import pytest
from django.core import mail
from wagtail.models import TaskState

from news.models import NewsPage
from tests.admin import PLAIN, STATEMENT, act, add_news, decide, edit, news_form
from tests.publication import EVERYWHERE, NOWHERE, public_places


def as_user(client, user):
    client.force_login(user)
    return client


def submit(client, editor, index, title, body, **fields):
    """Create an item as the editor and submit it; return the page."""
    add_news(as_user(client, editor), index, news_form(title, body, "action-submit", **fields))
    return NewsPage.objects.get(title=title)


def recipients():
    """Return who has been written to since the last call."""
    addresses = sorted(address for message in mail.outbox for address in message.to)
    mail.outbox.clear()
    return addresses


@pytest.fixture
def everyone(editor, moderator, chair, superuser):
    return editor, moderator, chair, superuser


def test_statement_is_published_after_editor_moderator_and_chair(client, news_index, everyone):
    editor, moderator, chair, _ = everyone
    page = submit(client, editor, news_index, "Heron", STATEMENT)
    assert page.current_workflow_task.name == "Editorial review"
    assert public_places(client, page) == NOWHERE
    assert recipients() == ["moderator@example.org"]

    act(as_user(client, moderator), page, "approve")
    page.refresh_from_db()
    assert page.current_workflow_task.name == "Independent Chair approval"
    assert public_places(client, page) == NOWHERE
    assert recipients() == ["chair@example.org"]

    decide(as_user(client, chair), page)
    page.refresh_from_db()
    assert page.live
    assert public_places(client, page) == EVERYWHERE
    assert recipients() == ["editor@example.org"]


def test_ordinary_item_is_published_without_the_chair(client, news_index, everyone):
    editor, moderator, *_ = everyone
    page = submit(client, editor, news_index, "Kingfisher", PLAIN)
    recipients()
    act(as_user(client, moderator), page, "approve")
    page.refresh_from_db()
    assert public_places(client, page) == {**EVERYWHERE, "statements": False}
    assert recipients() == ["editor@example.org"]
    skipped = TaskState.objects.get(task__name="Independent Chair approval")
    assert skipped.status == TaskState.STATUS_SKIPPED


def test_item_marked_in_our_name_needs_the_chair(client, news_index, everyone):
    editor, moderator, *_ = everyone
    page = submit(client, editor, news_index, "Curlew", PLAIN, in_our_name="on")
    act(as_user(client, moderator), page, "approve")
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_task.name == "Independent Chair approval"


def test_words_changed_during_review_are_reviewed_again(client, news_index, everyone):
    editor, moderator, *_ = everyone
    page = submit(client, editor, news_index, "Bittern", PLAIN)
    edit(as_user(client, moderator), page, news_form("Bittern", STATEMENT))
    page = NewsPage.objects.get(pk=page.pk)
    # The review starts again, with the new words.
    assert page.current_workflow_task.name == "Editorial review"
    assert page.current_workflow_task_state.revision_id == page.latest_revision_id
    act(client, NewsPage.objects.get(pk=page.pk), "approve")
    page = NewsPage.objects.get(pk=page.pk)
    assert not page.live
    assert page.current_workflow_task.name == "Independent Chair approval"


def test_rejected_statement_goes_back_with_the_reason(client, news_index, everyone):
    editor, moderator, chair, _ = everyone
    page = submit(client, editor, news_index, "Dunlin", STATEMENT)
    act(as_user(client, moderator), page, "approve")
    recipients()
    page.refresh_from_db()
    act(as_user(client, chair), page, "reject", comment="Name the agency in the second line.")
    page.refresh_from_db()
    assert not page.live
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]
    assert "Name the agency in the second line." in mail.outbox[0].body


@pytest.mark.parametrize("body", [PLAIN, STATEMENT])
def test_editor_cannot_publish(client, news_index, editor, body):
    add_news(as_user(client, editor), news_index, news_form("Egret", body, "action-publish"))
    assert not NewsPage.objects.filter(live=True).exists()
    add_news(client, news_index, news_form("Fulmar", body))
    page = NewsPage.objects.get(title="Fulmar")
    edit(client, page, news_form("Fulmar", body, "action-publish"))
    page.refresh_from_db()
    assert not page.live


def test_editor_cannot_approve(client, news_index, editor, everyone):
    page = submit(client, editor, news_index, "Grebe", PLAIN)
    act(as_user(client, editor), page, "approve")
    page.refresh_from_db()
    assert not page.live


def test_workflow_covers_every_page(home, news_index, resource_index):
    assert {page.get_workflow().name for page in (home, news_index, resource_index)} == {"Board approval"}


EVERY_BLOCK = [
    *PLAIN,
    (
        "resource_link",
        {"title": "A guide", "url": "https://www.example.org/", "source": "", "description": "", "page": ""},
    ),
    ("pdf_document", {"title": "A report", "url": "https://www.example.org/r.pdf", "source": "", "document": ""}),
    (
        "event_callout",
        {
            "name": "Stand",
            "start": "02/06/2026 12:00",
            "end": "",
            "location": "",
            "description": "",
            "url": "",
        },
    ),
    *STATEMENT,
]


def test_approving_unchanged_edit_form_goes_on_to_the_chair(client, news_index, everyone):
    """Wagtail takes a stream with a date for changed, and would send the page back (board/blocks/dates.py)."""
    editor, moderator, *_ = everyone
    page = submit(client, editor, news_index, "Osprey", EVERY_BLOCK)
    form = news_form(
        "Osprey",
        EVERY_BLOCK,
        "action-workflow-action",
        **{"workflow-action-name": "approve", "workflow-action-extra-data": "{}"},
    )
    for number, child in enumerate(page.get_latest_revision_as_object().body):
        form[f"body-{number}-id"] = child.id
    edit(as_user(client, moderator), page, form)
    page = NewsPage.objects.get(pk=page.pk)
    assert page.revisions.count() == 1
    assert page.current_workflow_task.name == "Independent Chair approval"
