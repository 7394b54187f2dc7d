"""What an editor cannot do with a forged request."""

import json

import pytest
from django.urls import reverse

from news.models import NewsPage
from tests.admin import add_news, edit, news_form
from tests.factories import NewsPageFactory


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def content_state(text, url):
    """Return what the rich text editor would post for a linked text."""
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "00000", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                    "entityRanges": [{"key": 0, "offset": 0, "length": len(text)}],
                }
            ],
            "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}},
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", " javascript:x"]
)
def test_link_that_runs_script_is_not_published(as_editor, news_index, url):
    add_news(as_editor, news_index, news_form("Heron", [("text", content_state("a link", url))]))
    page = NewsPage.objects.get()
    page.get_latest_revision().publish()
    html = as_editor.get(page.url).content.decode().lower()
    assert "a link" in html
    assert "javascript:" not in html
    assert "data:text" not in html


def test_markup_in_fields_is_escaped(as_editor, news_index):
    title = "<script>alert(1)</script> {{ 7 }} 🦉"
    add_news(as_editor, news_index, news_form(title, slug="heron", summary="<img src=x onerror=alert(1)>"))
    NewsPage.objects.get().get_latest_revision().publish()
    for address in ("/news/heron/", "/news/", "/", "/news/feed/", "/search/?q=script"):
        html = as_editor.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize("title", ["", "   ", "x" * 300, "a\x00b", "\u200b\u200b"])
def test_invalid_title_is_refused_and_input_kept(as_editor, news_index, title):
    response = add_news(as_editor, news_index, news_form(title, slug="heron", summary="Typed by hand."))
    assert response.status_code == 200
    assert "title" in response.context["form"].errors
    assert "Typed by hand." in response.content.decode()
    assert not NewsPage.objects.exists()


def test_bulk_publication_is_refused(as_editor, news_index):
    page = NewsPageFactory(parent=news_index, live=False)
    page.save_revision()
    address = reverse("wagtail_bulk_action", args=["basepage", "basepage", "publish"])
    response = as_editor.post(f"{address}?id={page.pk}", {})
    assert response.status_code < 500
    page.refresh_from_db()
    assert not page.live


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_editor_cannot_unpublish_or_delete(as_editor, news_index, action):
    page = NewsPageFactory(parent=news_index)
    response = as_editor.post(f"/admin/pages/{page.pk}/{action}/")
    assert response.status_code < 500
    assert NewsPage.objects.get(pk=page.pk).live


def test_concurrent_edits_are_both_kept_as_revisions(as_editor, news_index, editor):
    page = NewsPageFactory(parent=news_index, title="Both", live=False)
    page.save_revision(user=editor)
    for title in ("First", "Second"):
        edit(as_editor, page, news_form(title, slug="both"))
    titles = [revision.content["title"] for revision in page.revisions.order_by("pk")]
    assert titles[-2:] == ["First", "Second"]
