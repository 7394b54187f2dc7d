"""Changes and corrections, notes to editors, the media contact, and related items."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from board.siteinfo.models import BoardSettings
from news.models import NewsPage
from resources.models import Topic
from tests.board.publishing.conftest import QUOTE, add_statement
from tests.factories import NewsPageFactory
from tests.publication import address, bring_to_chair, fresh, latest_digest, publish_statement


def change(day, kind, note):
    return {"type": "change", "value": {"date": f"2026-11-{day:02}", "kind": kind, "note": note}}


UPDATES = [
    change(4, "update", "Added the telephone number."),
    change(9, "correction", "It said nine. Eleven is right."),
]


def text(client, page):
    return client.get(address(page)).content.decode()


def test_changes_are_dated_and_newest_first(client, news_index):
    html = text(client, NewsPageFactory(parent=news_index, title="Heron", updates=UPDATES))
    assert 'Updated <time datetime="2026-11-09">9 November 2026</time>' in html
    changes = html[html.index('id="changes"') :]
    order = [changes.index(words) for words in ("It said nine", "Added the telephone", "First published.")]
    assert order == sorted(order)


def test_corrections_precede_the_body_and_updates_follow_it(client, news_index):
    html = text(client, NewsPageFactory(parent=news_index, title="Heron", updates=UPDATES))
    words = html.index("The partnership has met twice")
    assert html.index("It said nine") < words < html.index("Added the telephone")


def test_item_without_changes_mentions_none(client, news_index):
    html = text(client, NewsPageFactory(parent=news_index, title="Heron"))
    assert "Updated" not in html
    assert "Changes to this page" not in html


def test_markup_in_correction_is_escaped(client, news_index):
    page = NewsPageFactory(parent=news_index, title="Heron", updates=[change(4, "correction", "<b>Bold</b>\nnext")])
    html = text(client, page)
    assert "&lt;b&gt;Bold&lt;/b&gt;<br>next" in html


class TestStatements:
    """A correction or a note beside a statement is as public as its words, and needs the chair too."""

    def test_correction_and_note_change_the_digest(self, news_index, editor):
        statement = add_statement(news_index, editor)
        before = latest_digest(statement)
        page = fresh(statement)
        page.updates = [("change", {"date": dt.date(2026, 11, 4), "kind": "correction", "note": "Eleven."})]
        page.save_revision()
        corrected = latest_digest(statement)
        page.notes_to_editors = "<p>Fern is not a real name.</p>"
        page.save_revision()
        assert len({before, corrected, latest_digest(statement)}) == 3

    def test_chair_sees_correction_and_note(self, client, news_index, editor, moderator, chair):
        page = add_statement(news_index, editor, updates=UPDATES, notes_to_editors="<ol><li>Not a real name.</li></ol>")
        bring_to_chair(page, editor, moderator)
        client.force_login(chair)
        html = client.get(reverse("publishing:decide", args=[page.pk])).content.decode()
        assert "Correction, " in html
        assert "It said nine. Eleven is right." in html
        assert "<li>Not a real name.</li>" in html

    def test_statement_shows_speaker_role_time_and_media_contact(
        self, client, site, news_index, editor, moderator, chair
    ):
        board = BoardSettings.for_site(site)
        board.media_contact_name, board.media_contact_phone = "Press desk", "01632 960 055"
        board.media_contact_email, board.media_contact_hours = "press@example.org", "Weekdays, 9am to 5pm"
        board.save()
        page = add_statement(
            news_index, editor, date=timezone.localdate(), notes_to_editors="<p>Fern is not a real name.</p>"
        )
        page = publish_statement(page, editor, moderator, chair)
        client.logout()
        issued = timezone.localtime(page.first_published_at)
        for html in (text(client, page), client.get("/news/statements/").content.decode()):
            assert f"{issued.day} {issued:%B %Y}, {issued:%I:%M}".replace(", 0", ", ") in html
            for words in (QUOTE["value"]["speaker"], QUOTE["value"]["role"], "Press desk", "tel:01632960055"):
                assert words in html
            assert "Weekdays, 9am to 5pm" in html
        assert "Notes to editors" in text(client, page)

    def test_ordinary_item_has_no_media_contact(self, client, site, news_index):
        board = BoardSettings.for_site(site)
        board.media_contact_phone = "01632 960 055"
        board.save()
        assert "For journalists" not in text(client, NewsPageFactory(parent=news_index, title="Heron"))

    def test_tampered_statement_has_no_speaker_in_list(self, client, news_index, editor, moderator, chair):
        approved = publish_statement(add_statement(news_index, editor), editor, moderator, chair)
        assert approved.title in client.get("/news/statements/").content.decode()
        changed = {**QUOTE, "value": {**QUOTE["value"], "speaker": "Somebody Else"}}
        NewsPage._base_manager.filter(pk=approved.pk).update(body=[changed])
        html = client.get("/news/statements/").content.decode()
        assert "Somebody Else" not in html
        assert approved.title not in html


class TestRelated:
    @pytest.fixture
    def topics(self, db):
        return [Topic.objects.create(name=name, slug=name.lower()) for name in ("Neglect", "Online")]

    def with_topics(self, news_index, title, topics, **fields):
        page = NewsPageFactory(parent=news_index, title=title, **fields)
        page.topics.set(topics)
        page.save()
        return page

    def test_related_items_are_the_three_newest_with_a_shared_topic(self, client, news_index, topics):
        page = self.with_topics(news_index, "Heron", topics)
        for number in range(1, 6):
            self.with_topics(news_index, f"Wren {number}", topics, date=dt.date(2026, number, 1))
        self.with_topics(news_index, "Draft", topics, live=False)
        NewsPageFactory(parent=news_index, title="Other")
        assert [item.title for item in page.related()] == ["Wren 5", "Wren 4", "Wren 3"]
        assert "More on this" in text(client, page)

    def test_item_without_topics_has_no_related_items(self, client, news_index):
        page = NewsPageFactory(parent=news_index, title="Heron")
        assert page.related() == []
        assert "More on this" not in text(client, page)


def test_notes_to_editors_of_an_empty_paragraph_have_no_heading(client, news_index):
    page = NewsPageFactory(parent=news_index, title="Heron", notes_to_editors='<p data-block-key="abcde"></p>')
    assert "Notes to editors" not in text(client, page)
