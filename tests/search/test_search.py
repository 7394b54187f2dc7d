"""What the search finds, and how it tells readers."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Site

from board.basepage.models import BasePage
from home.models import HomePage
from search.models import SynonymGroup
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory

pytestmark = pytest.mark.postgresql("The search has an engine for each database.")


def text(words):
    return [{"type": "text", "value": f"<p>{words}</p>"}]


def test_every_page_type_is_found_by_title_summary_and_body(search, home, news_index, resource_index):
    NewsPageFactory(parent=news_index, title="A heron", body=text("Nothing"))
    ResourcePageFactory(parent=resource_index, title="A guide", body=text("About the heron"))
    StandardPageFactory(parent=home, title="A page", summary="The heron in short")
    assert search("heron").titles == ["A heron", "A page", "A guide"]


def test_what_is_not_public_is_not_found(search, news_index, home):
    NewsPageFactory(parent=news_index, title="Heron draft", live=False)
    page = NewsPageFactory(parent=news_index, title="Heron withdrawn")
    page.unpublish()
    private = NewsPageFactory(parent=news_index, title="Heron private")
    private.view_restrictions.create(restriction_type="password", password="secret")
    changed = NewsPageFactory(parent=news_index, title="Changed", body=text("Old"))
    changed.body = text("Heron to come")
    changed.save_revision()
    assert search("heron").hits == []


def test_another_boards_pages_are_not_found(search, home):
    other = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other board", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    StandardPageFactory(parent=other, title="Heron elsewhere")
    assert search("heron").hits == []


@pytest.mark.parametrize("words", ["", "   ", "\x00", "\u200b"])
def test_no_words_give_the_empty_form(search, words):
    found = search(words)
    assert found.hits == []
    assert not found.soup.select(".nothing-found")
    assert "999" in found.soup.get_text()


def test_signs_alone_find_nothing_and_say_so(search, news_index):
    NewsPageFactory(parent=news_index, title="Heron")
    assert search("*").hits == []


def test_nothing_found_says_so_and_carries_the_contacts(search):
    found = search("zzzz")
    assert "999" in found.soup.select_one(".nothing-found").get_text()
    assert found.soup.select_one("#main-search")["value"] == "zzzz"


def test_what_was_typed_is_escaped(client, news_index):
    NewsPageFactory(parent=news_index, title="A script <b>x</b>", body=text("script &lt;i&gt; script"))
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "<i>" not in page


def test_results_are_ten_a_page(client, search, news_index):
    for number in range(11):
        NewsPageFactory(parent=news_index, title=f"Heron {number}")
    first, second = search("heron").titles, search("heron", page=2).titles
    assert (len(first), len(second)) == (10, 1)
    assert len({*first, *second}) == 11
    assert client.get("/search/?q=heron&page=3").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_only_reading_is_answered(client, db, method):
    assert getattr(client, method)("/search/?q=heron").status_code == 405


def test_results_are_not_for_search_engines_nor_for_caches(client, db):
    response = client.get("/search/?q=heron")
    assert 'name="robots" content="noindex' in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_the_title_is_the_same_for_all(client, news_index):
    NewsPageFactory(parent=news_index, title="Heron")
    titles = {
        client.get("/search/", {"q": words}).content.decode().split("</title>")[0].split("<title>")[1]
        for words in ("", "heron", "zzzz", "my dad hits me")
    }
    assert len(titles) == 1


def test_results_may_be_sorted_by_date(search, news_index):
    NewsPageFactory(parent=news_index, title="Heron heron", date=dt.date(2020, 1, 1))
    NewsPageFactory(parent=news_index, title="Owl", body=text("A heron"), date=dt.date(2026, 1, 1))
    assert search("heron").titles == ["Heron heron", "Owl"]
    assert search("heron", sort="date").titles == ["Owl", "Heron heron"]
    assert search("heron").link("Newest first") == "?q=heron&sort=date"


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("safegaurding", "Showing results for safeguarding"),
        ("safegarding", "Showing results for safeguarding"),
        ("safguarding children", "Showing results for safeguarding children"),
        ("asfeguarding", "Showing results for safeguarding"),
        ("multiagency", "Showing results for multi agency"),
    ],
)
def test_small_misspellings_are_forgiven_and_told(search, news_index, typed, finds):
    NewsPageFactory(parent=news_index, title="Safeguarding children with multi-agency work")
    found = search(typed)
    assert found.titles == ["Safeguarding children with multi-agency work"]
    assert found.notice.startswith(finds)


@pytest.mark.parametrize("typed", ["safeg", "safeguard", "guarding", "agenc", "child", "CHILD'S", "childrens"])
def test_parts_and_forms_of_words_are_no_mistakes(search, news_index, typed):
    NewsPageFactory(parent=news_index, title="Safeguarding children with multi-agency work")
    found = search(typed)
    assert found.titles == ["Safeguarding children with multi-agency work"]
    assert found.notice == ""


@pytest.mark.parametrize("typed", ["O'Brien", "O’Brien", "obrien", "O'BRIEN’s", "Zoe", "ZOË", "zoë's"])
def test_names_are_found_with_and_without_their_signs(search, news_index, typed):
    NewsPageFactory(parent=news_index, title="Zoë O’Brien joins")
    assert search(typed).titles == ["Zoë O’Brien joins"]


def test_words_between_quotation_marks_stand_side_by_side(search, news_index):
    NewsPageFactory(parent=news_index, title="Neglect of children")
    NewsPageFactory(parent=news_index, title="Children and neglect")
    NewsPageFactory(parent=news_index, title="Children of neglect")
    assert search('"neglect of children"').titles == ["Neglect of children"]
    assert search("“neglect of children”").titles == ["Neglect of children"]
    others = {"Children and neglect", "Children of neglect"}
    assert set(search("neglect of children").titles) == {"Neglect of children", *others}


def test_an_abbreviation_finds_its_words_and_words_their_abbreviation(search, news_index):
    NewsPageFactory(parent=news_index, title="Child sexual exploitation")
    NewsPageFactory(parent=news_index, title="CSE and you")
    assert search("cse").titles == ["CSE and you", "Child sexual exploitation"]
    assert search("child sexual exploitation").titles == ["Child sexual exploitation", "CSE and you"]
    SynonymGroup.objects.create(words="heron, grey fisher bird")
    NewsPageFactory(parent=news_index, title="The heron")
    assert search("grey fisher bird").titles == ["The heron"]


def test_where_no_page_has_all_words_those_with_most_are_shown(search, news_index):
    NewsPageFactory(parent=news_index, title="Heron and weir")
    NewsPageFactory(parent=news_index, title="Heron, weir and otter")
    NewsPageFactory(parent=news_index, title="Otter")
    found = search("what do otter, weir, heron and kingfisher have")
    assert found.titles[0] == "Heron, weir and otter"
    assert "No page has “kingfisher”" in found.notice


def test_a_sentence_is_answered_by_its_words(search, news_index):
    NewsPageFactory(parent=news_index, title="Bullying online: what you can do")
    NewsPageFactory(parent=news_index, title="Minutes of the meeting")
    assert search("what should I do if someone is bullying me online").titles[0] == "Bullying online: what you can do"


def test_the_extract_shows_the_words_in_their_place(search, news_index):
    body = text("Nothing to see here. " * 40 + "Then the heron came to the weir. " + "And more. " * 40)
    NewsPageFactory(parent=news_index, title="A walk", summary="A long walk", body=body)
    (hit,) = search("herons").hits
    assert hit.marked == ["heron"]
    assert "Then the heron came to the weir." in hit.extract
    assert len(hit.extract) < 300


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("my dad hits me", True),
        ("My dad is HITTING me!", True),
        ("i want to run away", True),
        ("someone touched me", True),
        ("worried about my neighbours child", True),
        ("who can i talk to", True),
        ("suicde", False),
        ("annual report", False),
        ("minutes of the meeting", False),
        ("safeguarding training", False),
    ],
)
def test_whom_to_ring_stands_above_cries_for_help(search, typed, asks):
    assert search(typed).asks_for_help is asks


def test_what_children_say_is_no_slip(search, news_index):
    NewsPageFactory(parent=news_index, title="Dad and the bits")
    found = search("my dad hits me")
    assert found.asks_for_help
    assert found.notice == "No page has “hits”. These have others of your words."


def test_a_misspelt_cry_for_help_is_one(search, news_index):
    NewsPageFactory(parent=news_index, title="Suicide: where to find help")
    assert search("suicde").asks_for_help


def test_the_board_keeps_the_list_itself(search, site):
    site.searchsettings.help_words = "heron weir\n\n"
    site.searchsettings.save()
    assert search("the weir, a heron").asks_for_help
    assert not search("my dad hits me").asks_for_help


def promote(words, **fields):
    return SearchPromotion.objects.create(query=Query.objects.get_or_create(query_string=words)[0], **fields)


def test_promoted_results_stand_first_and_only_while_they_are_public(search, home, news_index):
    page = StandardPageFactory(parent=home, title="Where to report", summary="Ring us")
    promote("reporting concerns", page=page)
    promote("reporting concerns", external_link_url="https://example.org/", external_link_text="Elsewhere")
    found = search("report concern")
    assert [link.get_text() for link in found.soup.select(".teaser--first a")] == ["Where to report", "Elsewhere"]
    page.unpublish()
    found = search("Reporting concerns")
    assert [link.get_text() for link in found.soup.select(".teaser--first a")] == ["Elsewhere"]


def test_types_without_words_of_their_own_are_found(search, news_index):
    assert ContentType.objects.get_for_model(news_index).model == "newsindexpage"
    assert search(news_index.title).titles == [news_index.title]
