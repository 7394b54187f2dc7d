"""The news index, the statements listing and the feed."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from board.siteinfo.models import BoardSettings
from news.models import RESERVED_SLUGS, NewsIndexPage, NewsPage
from tests.factories import NewsPageFactory
from tests.publication import EVERYWHERE, NOWHERE, fresh, public_places, publish_statement
from tests.worlds import shared_world

pytestmark = pytest.mark.postgresql("Order with nulls.")

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def titles(response):
    return [page.title for page in response.context_data["listing"]]


@pytest.fixture(scope="class")
def twenty_one(django_db_setup, django_db_blocker, tmp_path_factory):
    """Items of twenty-one days in a row."""
    first = dt.date(2026, 1, 1)
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        index = NewsIndexPage.objects.get()
        for number in range(21):
            NewsPageFactory(parent=index, title=f"Item {number:02}", date=first + dt.timedelta(days=number))
        yield


@pytest.mark.xdist_group("twenty-one items")
@pytest.mark.usefixtures("twenty_one", "db")
class TestTwentyOneItems:
    def test_items_are_listed_newest_first_twenty_a_page(self, client):
        assert titles(client.get("/news/")) == [f"Item {number:02}" for number in range(20, 0, -1)]
        assert titles(client.get("/news/?page=2")) == ["Item 00"]

    @pytest.mark.parametrize("number", ["+1", "01", "１", "0", "3", "-1", "two", "2.5", "999999999999999999999", ""])
    def test_invalid_page_number_is_a_helpful_404(self, client, number):
        response = client.get("/news/", {"page": number})
        assert response.status_code == 404
        assert "999" in response.content.decode()


def test_empty_index_has_a_first_page(client, news_index):
    assert client.get("/news/").status_code == 200


@pytest.mark.django_db
class TestWhatIsListed:
    @pytest.fixture(autouse=True)
    def _items(self, news_index, editor, moderator, chair):
        today = timezone.localdate()
        NewsPageFactory(parent=news_index, title="Public", date=today)
        NewsPageFactory(parent=news_index, title="Draft", date=today, live=False)
        NewsPageFactory(parent=news_index, title="Tomorrow", date=today + dt.timedelta(days=1))
        hidden = NewsPageFactory(parent=news_index, title="Private", date=today)
        hidden.view_restrictions.create(restriction_type="login")
        statement = NewsPageFactory(parent=news_index, title="Statement", date=today, in_our_name=True)
        publish_statement(statement, editor, moderator, chair)
        NewsPageFactory(parent=news_index, title="Archived", date=dt.date(2018, 3, 1), archived=True)

    def test_index_lists_public_items_alone(self, client):
        assert set(titles(client.get("/news/"))) == {"Public", "Statement", "Archived"}

    def test_statements_list_holds_statements_alone(self, client):
        assert titles(client.get("/news/statements/")) == ["Statement"]

    def test_feed_omits_archived_items(self, client):
        feed = ElementTree.fromstring(client.get("/news/feed/").content)
        entries = {entry.findtext("atom:title", namespaces=ATOM) for entry in feed.findall("atom:entry", ATOM)}
        assert entries == {"Public", "Statement"}


def test_unpublished_statement_is_in_no_list(client, news_index, editor, moderator, chair):
    """Its approval is still valid: only not being live keeps it out."""
    page = publish_statement(
        NewsPageFactory(parent=news_index, title="Heron", in_our_name=True, live=False), editor, moderator, chair
    )
    assert public_places(client, page) == EVERYWHERE
    fresh(page).unpublish()
    assert public_places(client, page) == NOWHERE


def test_feed_is_atom_by_the_board(client, news_index, site):
    settings = BoardSettings.for_site(site)
    settings.board_name = "Ashmere Board"
    settings.save()
    page = NewsPageFactory(parent=news_index, title="Fish & chips", date=dt.date(2026, 11, 2), summary="A <b> summary")
    response = client.get("/news/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.findtext("atom:author/atom:name", namespaces=ATOM) == "Ashmere Board"
    assert feed.find("atom:link[@rel='self']", ATOM).get("href") == "http://localhost/news/feed/"
    entry = feed.find("atom:entry", ATOM)
    assert entry.findtext("atom:title", namespaces=ATOM) == "Fish & chips"
    assert entry.findtext("atom:published", namespaces=ATOM) == "2026-11-02T00:00:00+00:00"
    assert entry.find("atom:link", ATOM).get("href") == page.full_url
    identifier = entry.findtext("atom:id", namespaces=ATOM)
    page.slug = "another"
    page.save()
    again = ElementTree.fromstring(client.get("/news/feed/").content)
    assert again.findtext("atom:entry/atom:id", namespaces=ATOM) == identifier


@pytest.mark.parametrize("character", ["\x08", "\x0b", "\ufffe", "\uffff", "\ud7ff"])
def test_feed_is_well_formed_with_any_character(client, news_index, character):
    NewsPageFactory(parent=news_index, title=f"Her{character}on", summary=f"A{character}B", slug="heron")
    response = client.get("/news/feed/")
    assert response.status_code == 200
    assert ElementTree.fromstring(response.content).findall("atom:entry", ATOM)


@pytest.mark.parametrize("slug", [*RESERVED_SLUGS, "FEED"])
def test_reserved_slug_is_refused(news_index, slug):
    page = NewsPage(title="Anything", slug=slug.replace(".", ""), date=dt.date(2026, 1, 1))
    page.slug = slug
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert "slug" in caught.value.message_dict


def test_second_index_of_a_home_page_is_refused(home, news_index):
    assert not NewsIndexPage.can_create_at(home)


def test_form_of_new_item_has_todays_date(client, editor, news_index):
    client.force_login(editor)
    response = client.get(f"/admin/pages/add/news/newspage/{news_index.pk}/")
    assert f'value="{timezone.localdate():%d/%m/%Y}"' in response.content.decode()


def test_form_of_undated_item_has_no_date(client, editor, news_index):
    page = NewsPageFactory(parent=news_index, date=None, live=False)
    client.force_login(editor)
    response = client.get(f"/admin/pages/{page.pk}/edit/")
    assert response.status_code == 200
    assert f'value="{timezone.localdate():%d/%m/%Y}"' not in response.content.decode()


def test_sitemap_dates_lists_like_their_newest_item(client, news_index, editor):
    item = NewsPageFactory(parent=news_index, title="Heron", slug="heron")
    item.save_revision(user=editor).publish()
    NewsPage._base_manager.filter(pk=item.pk).update(last_published_at=dt.datetime(2026, 10, 25, 12, tzinfo=dt.UTC))
    sitemap = ElementTree.fromstring(client.get("/sitemap-pages.xml").content)
    changed = {url[0].text.removeprefix("http://localhost"): url[1].text for url in sitemap if len(url) > 1}
    lists = ("/news/", "/news/statements/", "/news/events/")
    assert changed["/news/heron/"] == "2026-10-25"
    assert [changed[address] for address in lists] == ["2026-10-25"] * 3
