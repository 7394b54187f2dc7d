"""The metadata of pages."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from board.siteinfo.models import BoardSettings, Contact
from board.siteinfo.page_metadata import json_ld
from tests.factories import NewsPageFactory, StandardPageFactory

EVENT = {
    "type": "event_callout",
    "value": {
        "name": "Safer internet evening",
        "start": "2027-02-09T18:00:00Z",
        "end": "2027-02-09T19:30:00Z",
        "location": "Central Library",
        "description": "",
        "url": "",
    },
}
OPEN_GRAPH = {"title", "type", "url", "description", "site_name", "locale", "image", "image:alt"}


def soup_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def graph(client, address):
    """The page's structured data by type."""
    data = soup_of(client, address).find("script", type="application/ld+json")
    parsed = json.loads(data.string)
    assert parsed["@context"] == "https://schema.org"
    return {part["@type"]: part for part in parsed["@graph"]}


@pytest.fixture
def item(news_index):
    return NewsPageFactory(parent=news_index, title="Heron & “friends” </script>", summary="A bird.", body=[EVENT])


@pytest.mark.parametrize(
    "address",
    ["/", "/news/", "/news/statements/", "/news/2026/", "/resources/", "/hide-your-visit/", "/news/heron/"],
)
def test_open_graph_is_complete_and_agrees_with_canonical_url(client, news_index, address):
    NewsPageFactory(parent=news_index, title="Heron", slug="heron")
    soup = soup_of(client, address)
    tags = {tag["property"][3:]: tag["content"] for tag in soup.find_all("meta", property=re.compile("^og:"))}
    assert tags.keys() >= OPEN_GRAPH
    assert all(tags.values())
    assert tags["url"] == soup.find("link", rel="canonical")["href"] == f"http://localhost{address}"


def test_news_item_is_an_article_by_the_board_and_no_user(client, item, site):
    article = graph(client, item.url_path.removeprefix("/home"))["NewsArticle"]
    assert article["headline"] == item.title
    assert article["author"]["name"] == article["publisher"]["name"] == BoardSettings.for_site(site).board_name
    assert article["datePublished"].startswith("2026-11-02T00:00:00")


def test_event_has_its_time(client, item):
    event = graph(client, item.url_path.removeprefix("/home"))["Event"]
    assert event["startDate"] == "2027-02-09T18:00:00+00:00"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "Central Library"


def test_home_page_describes_the_board_with_contacts(client, home, site):
    board = BoardSettings.for_site(site)
    board.area = "Ashmere"
    board.contacts = [Contact(label="Front door", phone="01632 960 001", for_whom="public")]
    board.save()
    told = graph(client, "/")["Organization"]
    assert told["areaServed"]["name"] == "Ashmere"
    assert told["contactPoint"][0]["telephone"] == "01632960001"


def test_inner_page_has_breadcrumbs(client, home):
    parent = StandardPageFactory(parent=home, title="About")
    child = StandardPageFactory(parent=parent, title="Chair")
    crumbs = graph(client, child.url_path.removeprefix("/home"))["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["Home", "About", "Chair"]
    assert [crumb["position"] for crumb in crumbs] == [1, 2, 3]


def test_text_cannot_end_the_script_element(client, item):
    html = client.get(item.url_path.removeprefix("/home")).content.decode()
    script = html[html.index("application/ld+json") :]
    assert "\\u003C/script\\u003E" in script[: script.index("</script>")]
    assert json_ld([{"name": "<!-- & -->"}]).count("<") == 0


def test_later_page_of_a_list_has_its_own_url_and_title(client, news_index):
    for number in range(21):
        NewsPageFactory(parent=news_index, title=f"Heron {number}")
    soup = soup_of(client, "/news/?page=2")
    assert soup.find("link", rel="canonical")["href"] == "http://localhost/news/?page=2"
    assert soup.title.string.startswith("News, page 2")


def test_neutral_title_replaces_page_title(client, item, site):
    board = BoardSettings.for_site(site)
    board.neutral_title = "Ashmere information"
    board.save()
    for address in ("/", item.url_path.removeprefix("/home"), "/search/?q=heron", "/no-such-page/"):
        assert soup_of(client, address).title.string == "Ashmere information"


@pytest.mark.parametrize("address", ["/search/?q=heron", "/no-such-page/"])
def test_page_not_for_search_engines_says_noindex(client, home, address):
    assert soup_of(client, address).find("meta", attrs={"name": "robots"})["content"] == "noindex"
