"""What an editor's browser sends: the forms of the admin, filled in."""

import re

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

PLAIN = [("text", rich_text("<p>The board has met twice this year.</p>"))]
STATEMENT = [
    (
        "statement_quote",
        {
            "statement": rich_text("<p>We are sorry for what this family has lost.</p>"),
            "speaker": "Alex Example",
            "role": "Independent Chair",
            "date": "2026-11-02",
        },
    )
]


def news_form(title, body=PLAIN, action=None, **fields):
    """Return what the form of a news item posts; ``action`` is ``action-submit``, ``action-publish`` or ``None``."""
    data = nested_form_data(
        {
            "title": title,
            "slug": title.lower().replace(" ", "-"),
            "date": "2026-11-02",
            "body": streamfield(body),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            "summary": "",
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "review_by": "",
            "old_address": "",
            "notes_to_editors": "null",  # What Draftail sends for an empty field.
            "picture": streamfield([]),
            "updates": streamfield([]),
            "awareness_starts": "",
            "awareness_ends": "",
            **fields,
        }
    )
    if action:
        data[action] = action
    return data


def add_news(client, index, form):
    """Post the form of a new news item under ``index``; return the response."""
    return client.post(reverse("wagtailadmin_pages:add", args=["news", "newspage", index.pk]), form)


def edit(client, page, form):
    """Post the form of an existing page; return the response."""
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


def act(client, page, action, **data):
    """Take an action of the workflow on a page, as the button in the admin does; return the response."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, page.current_workflow_task_state.pk])
    return client.post(url, data)


def decide(client, page, **data):
    """Read a statement on the chair's page and approve it there; return the response."""
    url = reverse("publishing:decide", args=[page.pk])
    screen = client.get(url).content.decode()
    seen = re.search(r'name="seen_digest" value="([^"]*)"', screen)
    return client.post(url, {"seen_digest": seen[1] if seen else "", "release": "now", "approve": "1", **data})
