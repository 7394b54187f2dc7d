"""Characters that formats can't hold: what is left of them, and that no reader of our files stumbles over them."""

import datetime as dt
import email
import email.policy
import json
import re
import unicodedata
import zipfile
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4
from xml.etree import ElementTree

import fastfeedparser
import feedparser
import pytest
import vobject
from django.core.mail import EmailMessage
from django.test import RequestFactory
from django.utils.http import content_disposition_header
from hypothesis import example, given, settings
from hypothesis import strategies as st

from board.blocks.event_callout import EventCalloutBlock, EventCalloutValue
from board.characters import one_line, printable, storable
from board.engines.evidence.pack import member_name
from board.engines.mailqueue.messages import message_from_json, message_to_json
from board.events.calendar_file import calendar_file
from board.siteinfo.page_metadata import json_ld
from news.feeds import NewsFeed
from news.models import NewsPage
from tests.admin import add_news, edit, news_form
from tests.factories import NewsPageFactory
from tests.publication import fresh

SOFT_RETURN = "Statement on\x0bthe review"
ODD = [
    SOFT_RETURN,
    "\x00",
    "a\u2028b\x85c",
    "\ufffe\uffff",
    "half \ud83d a face",
    "</script>",
    "a\r\nBcc: x@y.test",
    ";,\\n",
]
texts = st.text()


def as_words(text):
    """Return a text as people read it: compatible characters and runs of space are alike."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("title", ODD)
def test_what_is_left(title):
    for text in (printable(title), one_line(title)):
        text.encode()
        ElementTree.fromstring(f"<t>{text.translate({ord('<'): ' '})}</t>")
        assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", text) is None
    assert "\n" not in one_line(title)


def test_words_stay_apart_and_what_is_printable_stays():
    assert (one_line(SOFT_RETURN), printable(SOFT_RETURN)) == ("Statement on the review", "Statement on\nthe review")
    plain = "Éirinn’s £5 — “tea” 👩‍👧 non\u00a0breaking  twice"
    assert (one_line(plain), printable(plain), storable(plain)) == (plain, plain, plain)
    assert storable("a\x00b\ud83dc\x0b") == "abc\x0b"


def feed_of(text):
    """Return the bytes of a feed in which every text is ``text``."""
    item = SimpleNamespace(
        title=text,
        summary=text,
        date=dt.date(2026, 11, 2),
        last_published_at=None,
        translation_key=uuid4(),
        get_full_url=lambda request: "http://testserver/news/item/",
    )
    index = SimpleNamespace(title=text, summary=text, get_full_url=lambda request: "http://testserver/news/")
    index.items = lambda: SimpleNamespace(current=lambda: [item])
    feed = NewsFeed(index, SimpleNamespace(label=text, path="", feed_path="feed/", apply=lambda items: items))
    feed.request, feed.board = RequestFactory().get("/"), SimpleNamespace(board_name=text)
    return feed.get_feed(None, feed.request).writeString("utf-8").encode()


def feed_is_read_back(text):
    content = feed_of(text)
    entry = ElementTree.fromstring(content).find("{http://www.w3.org/2005/Atom}entry")
    assert (entry.findtext("{http://www.w3.org/2005/Atom}title") or "") == one_line(text)
    read = feedparser.parse(content)
    assert not read.bozo
    assert [entry.link for entry in read.entries] == ["http://testserver/news/item/"]
    assert [entry["link"] for entry in fastfeedparser.parse(content)["entries"]] == ["http://testserver/news/item/"]


def calendar_of(text):
    """Return the calendar file with an event of which every text is ``text``."""
    start = dt.datetime(2027, 2, 9, 18, 0, tzinfo=dt.UTC)
    texts_of_event = dict.fromkeys(["name", "location", "description"], text)
    value = EventCalloutValue(EventCalloutBlock(), {**texts_of_event, "start": start, "end": None})
    page = SimpleNamespace(last_published_at=None, get_full_url=lambda request: "http://testserver/a/")
    return calendar_file([SimpleNamespace(value=value, page=page, uid=uuid4(), anchor="event-1")], text, None)


def calendar_is_read_back(text):
    content = calendar_of(text).decode()
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    (event,) = vobject.readOne(content).vevent_list
    if one_line(text):
        assert event.summary.value == one_line(text)
    if printable(text).strip():
        assert as_words(event.description.value) == as_words(printable(text))


def json_ld_stays_in_its_element(text):
    written = json_ld([{"name": storable(text)}])
    assert not set("<>&") & set(written)
    assert json.loads(written.encode())["@graph"] == [{"name": storable(text)}]


def mail_is_read_back(text):
    message = EmailMessage(f"Approve {text} now", text, "a@b.test", ["c@d.test"])
    sent = message_from_json(json.loads(json.dumps(message_to_json(message)))).message().as_bytes()
    read = email.message_from_bytes(sent, policy=email.policy.default)
    assert all(len(line) <= 998 for line in sent.split(b"\n"))
    assert set(read.keys()) >= {"Subject", "From", "To"}
    assert "Bcc" not in read
    assert read["Subject"].split()[0] == "Approve"
    assert read["Subject"].split()[-1] == "now"
    assert read["To"] == "c@d.test"


def name_is_one_file_of_a_pack(text):
    member = member_name(1, f"{text}.pdf")
    folder, _, file = member.partition("/")
    assert folder == "files"
    assert re.fullmatch(r"01-[\w.-]*", file)
    assert len(file.encode()) < 255 * 2
    with zipfile.ZipFile(BytesIO(), "w") as archive:
        archive.writestr(member, b"")
        assert archive.namelist() == [member]
    assert re.fullmatch(r"attachment; filename\*?=[\x21-\x7e]*", content_disposition_header(True, file))


CHECKS = [
    calendar_is_read_back,
    feed_is_read_back,
    json_ld_stays_in_its_element,
    mail_is_read_back,
    name_is_one_file_of_a_pack,
]
EXAMPLES = [*ODD, "../../etc/passwd", "CON", "a" * 300, "</script><script>alert(1)</script>\u2028"]


def try_many(check, number):
    """Try what is done with a text on a number of texts, and on those that once broke something."""
    tried = given(text=texts)(check)
    for text in EXAMPLES:
        tried = example(text=text)(tried)
    settings(max_examples=number, deadline=None)(tried)()


@pytest.mark.parametrize("check", CHECKS)
def test_any_text_is_read_back_by_another_program(check):
    try_many(check, 10)


@pytest.mark.test_all("More of the same.")
@pytest.mark.parametrize("check", CHECKS)
def test_many_texts_are_read_back_by_another_program(check):
    try_many(check, 500)


@pytest.mark.django_db
@pytest.mark.postgresql("PostgreSQL refuses characters that SQLite stores.")
class TestForms:
    """The doors at which such characters come in."""

    def test_a_title_from_a_word_processor_is_one_line(self, client, superuser, news_index):
        client.force_login(superuser)
        add_news(client, news_index, news_form(SOFT_RETURN) | {"slug": "a", "summary": "One\x0btwo\x7f."})
        item = NewsPage.objects.get(slug="a")
        assert (item.title, item.summary) == ("Statement on the review", "One two.")

    def test_what_was_there_before_stays_as_it_was_approved(self, client, superuser, news_index):
        item = NewsPageFactory(parent=news_index, title=SOFT_RETURN, slug="a")
        client.force_login(superuser)
        edit(client, item, news_form(SOFT_RETURN) | {"slug": "a", "summary": "New"})
        latest = fresh(item).get_latest_revision_as_object()
        assert (latest.title, latest.summary) == (SOFT_RETURN, "New")

    @pytest.mark.parametrize("character", ["\\u0000", "\\ud83d"])
    def test_half_characters_in_rich_text_lose_nothing(self, client, superuser, news_index, character):
        block = {"key": "a", "text": "Half# a face", "type": "unstyled", "depth": 0}
        words = json.dumps({"blocks": [block | {"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})
        words = words.replace("#", character)
        client.force_login(superuser)
        form = news_form("Rich", body=[("text", words)]) | {"slug": "a", "notes_to_editors": words}
        assert add_news(client, news_index, form).status_code == 302
        item = NewsPage.objects.get(slug="a").get_latest_revision_as_object()
        for html in (item.notes_to_editors, item.body[0].value.source):
            assert "Half a face" in html
        assert client.get(f"/admin/pages/{item.pk}/edit/").status_code == 200
