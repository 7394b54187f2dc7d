"""One moderator approves in the edit form twice at once: one approval, no revision, no error."""

import random

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import PageLogEntry

from news.models import NewsIndexPage
from tests.admin import PLAIN, edit, news_form
from tests.board.publishing.races.racing import race
from tests.factories import NewsPageFactory
from tests.publication import fresh, submit

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL: SQLite has one writer"),
    pytest.mark.postgresql("Locks and deadlocks."),
    pytest.mark.xdist_group("races"),
]

ROUNDS = [
    pytest.param(2, id="2 rounds"),
    pytest.param(200, id="200 rounds", marks=pytest.mark.test_long("Two hundred double clicks.")),
]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_one_moderator_approves_twice_at_once(rounds, members, swept):
    editor, moderator = members["race-editor"], members["race-moderator"]
    luck = random.Random(rounds)
    body = [{"type": "text", "value": "<p>The board has met twice this year.</p>"}]
    for number in range(rounds):
        index = NewsIndexPage.objects.get()
        page = submit(NewsPageFactory(parent=index, title="Heron", body=body, live=False, owner=editor), editor)
        client = Client()
        client.force_login(moderator)
        form = news_form("Heron", PLAIN, "action-workflow-action", **{"workflow-action-name": "approve"})
        form["body-0-id"] = page.get_latest_revision_as_object().body[0].id

        def approve(client=client, page=page, form=form):
            return edit(client, page, form).status_code

        outcomes = race(approve, approve, first=number % 2, luck=luck)
        client.logout()
        assert [outcome.returned for outcome in outcomes] == [302, 302]
        assert fresh(page).live
        assert fresh(page).revisions.count() == 1
        assert PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.workflow.approve").count() == 1
        swept()
