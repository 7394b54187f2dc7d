"""What the rule costs, in queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import AbstractGroupApprovalTask

from tests.board.publishing.conftest import add_statement
from tests.publication import bring_to_chair, fresh, latest_digest, publish_statement


def queries(action, *args, **kwargs):
    """Return how many queries an action takes, without those of the search index."""
    with CaptureQueriesContext(connection) as captured:
        action(*args, **kwargs)
    return sum(not re.search(r'"search_|SAVEPOINT|"media_documenttext"', query["sql"]) for query in captured)


def sealed_for_nothing(page, update_fields=None):
    """Give a page digests that agree, without asking anything."""
    page.statement_digest = page.approved_digest = "v1:x"


@pytest.fixture
def statements(news_index, document, everyone_to):
    """Three statements with a file that wait for the chair, and a warm cache of content types."""
    publish_statement(add_statement(news_index, title="Warm", slug="warm"), *everyone_to)
    return [
        bring_to_chair(add_statement(news_index, slug=f"s{number}", document=document), *everyone_to[:2])
        for number in range(2)
    ]


def test_publishing_approved_words_again_costs_at_most_fifteen_queries_more(approved, monkeypatch):
    """Three for the seal; the others are the register's entry of the return, and whom it is mailed to."""
    approved.unpublish()
    sealed = queries(fresh(approved).latest_revision.publish)
    monkeypatch.setattr("board.basepage.models.seal", sealed_for_nothing)
    assert sealed - queries(fresh(approved).latest_revision.publish) <= 15


def test_approving_and_publishing_costs_at_most_forty_five_queries_more(statements, chair, monkeypatch, capsys):
    """The register's rows, words and files, the writers and the locks, beside Wagtail's own approval of such a page."""
    first, second = (fresh(page).current_workflow_task_state for page in statements)
    digest = latest_digest(statements[0])
    ours = queries(first.task.specific.on_action, first, chair, "approve", seen_digest=digest)
    monkeypatch.setattr("board.basepage.models.seal", sealed_for_nothing)
    task = second.task.specific
    stock = queries(AbstractGroupApprovalTask.on_action, task, second, chair, "approve")
    assert ours - stock <= 45, (ours, stock)
