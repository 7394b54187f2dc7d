"""The last check before a page is served, and its alarms for monitoring."""

import json

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from board.approvals.models import ApprovalAlarm
from board.basepage.models import BasePage
from news.models import NewsPage
from tests.board.publishing.conftest import QUOTE, add_statement
from tests.factories import NewsPageFactory
from tests.publication import address, fresh, publish_statement


def ready(client):
    """Return what the health check says of the approvals."""
    return client.get("/health/ready").json()["approvals"]


def test_approved_page_is_served(client, approved):
    assert client.get(address(approved)).status_code == 200
    assert ready(client) == "ok"


TAMPERING = {
    "other words": lambda page: NewsPage._base_manager.filter(pk=page.pk).update(body=json.dumps([QUOTE, QUOTE])),
    "another title": lambda page: BasePage._base_manager.filter(pk=page.pk).update(title="Herons"),
    "no digest": lambda page: BasePage._base_manager.filter(pk=page.pk).update(statement_digest="", approved_digest=""),
    "another digest": lambda page: BasePage._base_manager.filter(pk=page.pk).update(
        statement_digest="v1:x", approved_digest="v1:x"
    ),
}


@pytest.mark.parametrize("tampering", TAMPERING)
def test_page_changed_in_the_database_is_not_found_and_raises_an_alarm(client, approved, caplog, tampering):
    TAMPERING[tampering](approved)
    response = client.get(address(approved))
    assert response.status_code == 404
    assert "We are sorry" not in response.content.decode()
    assert ready(client) == "alarm"
    assert client.get("/health/ready").status_code == 200
    assert "CRITICAL" in caplog.text
    client.get(address(approved))
    assert ApprovalAlarm.objects.count() == 1


def test_page_with_forged_approval_is_not_served(client, statement):
    BasePage._base_manager.filter(pk=statement.pk).update(live=True, approved_digest=F("statement_digest"))
    assert client.get(address(statement)).status_code == 404


def test_page_with_forged_approval_is_not_listed(client, statement):
    BasePage._base_manager.filter(pk=statement.pk).update(live=True, approved_digest=F("statement_digest"))
    assert "Alex Example" not in client.get("/news/statements/").content.decode()


def test_ordinary_page_with_inserted_statement_is_not_served(client, news_index):
    page = NewsPageFactory(parent=news_index, title="Plain")
    NewsPage._base_manager.filter(pk=page.pk).update(body=json.dumps([QUOTE]))
    assert client.get(address(page)).status_code == 404


def test_page_with_file_costs_one_query_more(
    client, news_index, editor, moderator, chair, document, django_assert_max_num_queries, monkeypatch
):
    page = publish_statement(add_statement(news_index, editor, document=document), editor, moderator, chair)
    client.get(address(page))

    def queries():
        with django_assert_max_num_queries(100) as captured:
            assert client.get(address(page)).status_code == 200
        return len(captured)

    looked = queries()
    monkeypatch.setattr("board.publishing.wagtail_hooks.matches_approval", lambda page: True)
    assert looked - queries() <= 1


def test_page_with_file_swapped_in_the_database_is_not_served(client, news_index, editor, moderator, chair, document):
    page = publish_statement(add_statement(news_index, editor, document=document), editor, moderator, chair)
    type(document)._base_manager.filter(pk=document.pk).update(sha256="0" * 64)
    assert client.get(address(page)).status_code == 404


def test_readiness_fails_without_the_database_and_liveness_does_not(client, db, monkeypatch):
    assert client.get("/health/live").json() == {"status": "ok"}

    def away(*args):
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr("board.health.connection.cursor", away)
        assert client.get("/health/ready").status_code == 503


def test_alarm_is_logged_if_it_cannot_be_stored(client, approved, caplog, monkeypatch):
    def full(**kwargs):
        raise OperationalError("disk full")

    BasePage._base_manager.filter(pk=approved.pk).update(title="Herons")
    monkeypatch.setattr(ApprovalAlarm.objects, "get_or_create", full)
    assert client.get(address(approved)).status_code == 404
    assert "CRITICAL" in caplog.text


def test_preview_of_unapproved_statement_is_shown(client, statement, editor):
    statement.save_revision(user=editor)
    client.force_login(editor)
    response = client.get(f"/admin/pages/{statement.pk}/view_draft/")
    assert "We are sorry" in response.content.decode()
    assert not fresh(statement).live


def test_list_of_statements_reads_approvals_in_one_query(client, news_index, editor, moderator, chair, document):
    """Speaker and role come from the bodies, so the list holds every statement to its approval."""

    def publish(*titles):
        for title in titles:
            statement = add_statement(news_index, editor, title=title, document=document)
            publish_statement(statement, editor, moderator, chair)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            html = client.get("/news/statements/").content.decode()
        return len(captured), html.count("teaser__title")

    publish("One")
    queries()
    few, count = queries()
    assert count == 1
    publish("Two", "Three", "Four")
    queries()
    many, count = queries()
    assert count == 4
    assert many - few <= 3, "More than the files of three statements."
