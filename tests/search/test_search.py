"""What the search finds, and what it must not."""

import datetime as dt
import string

import pytest
from wagtail.models import Site

from board.basepage.models import BasePage
from home.models import HomePage
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory


def found(client, words):
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    listing = response.context["listing"]
    return [] if listing is None else [page.title for page in listing]


def text(words):
    return [{"type": "text", "value": f"<p>{words}</p>"}]


def test_every_page_type_is_found_by_title_summary_and_body(client, home, news_index, resource_index):
    NewsPageFactory(parent=news_index, title="A heron", body=text("Nothing"))
    ResourcePageFactory(parent=resource_index, title="A guide", body=text("About the heron"))
    StandardPageFactory(parent=home, title="A page", summary="The heron in short")
    assert set(found(client, "heron")) == {"A heron", "A guide", "A page"}


def test_what_is_not_public_is_not_found(client, news_index, home):
    NewsPageFactory(parent=news_index, title="Heron draft", live=False)
    page = NewsPageFactory(parent=news_index, title="Heron withdrawn")
    page.unpublish()
    private = NewsPageFactory(parent=news_index, title="Heron private")
    private.view_restrictions.create(restriction_type="password", password="secret")
    changed = NewsPageFactory(parent=news_index, title="Changed", body=text("Old"))
    changed.body = text("Heron to come")
    changed.save_revision()
    assert found(client, "heron") == []


def test_another_boards_pages_are_not_found(client, home):
    other = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other board", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    StandardPageFactory(parent=other, title="Heron elsewhere")
    assert found(client, "heron") == []


def test_no_words_give_the_empty_form(client, db):
    for words in ("", "   ", "*", '"'):
        assert found(client, words) == []
        assert "999" in client.get("/search/", {"q": words}).content.decode()


def test_nothing_found_says_so_and_carries_the_contacts(client, db):
    page = client.get("/search/", {"q": "heron"}).content.decode()
    assert "heron" in page
    assert "999" in page


def test_what_was_typed_is_escaped(client, db):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>" not in page


HOSTILE = [
    '"', "'", "\\", '\\"', '" OR 1=1 --', "a AND", "NEAR(a b)", "title:heron", "^heron", "{}", "%s", "((((", "\x00",
    "\ud800", "\u202eheron", "🦉", "a " * 5_000, "heron*", "-heron", "--", "heron\r\nSet-Cookie: a=b",
    *(first + second for first in string.punctuation for second in ("", first, "heron")),
]  # fmt: skip


@pytest.mark.django_db
def test_hostile_input_never_breaks_the_search(client, news_index):
    NewsPageFactory(parent=news_index, title="Heron", date=dt.date(2026, 1, 1))
    for words in HOSTILE:
        encoded = words.encode("utf-8", "surrogatepass")
        response = client.get("/search/", {"q": encoded})
        assert response.status_code == 200, repr(words)


def test_results_are_ten_a_page(client, news_index):
    for number in range(11):
        NewsPageFactory(parent=news_index, title=f"Heron {number}")
    assert len(found(client, "heron")) == 10
    assert client.get("/search/?q=heron&page=2").status_code == 200
    assert client.get("/search/?q=heron&page=3").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_only_reading_is_answered(client, db, method):
    assert getattr(client, method)("/search/?q=heron").status_code == 405


def test_results_are_not_for_search_engines(client, db):
    assert 'name="robots" content="noindex' in client.get("/search/?q=heron").content.decode()
