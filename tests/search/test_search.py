"""What the search finds, and what its page says."""

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


def test_page_that_is_not_public_is_not_found(search, news_index, home):
    NewsPageFactory(parent=news_index, title="Heron draft", live=False)
    page = NewsPageFactory(parent=news_index, title="Heron withdrawn")
    page.unpublish()
    private = NewsPageFactory(parent=news_index, title="Heron private")
    private.view_restrictions.create(restriction_type="password", password="secret")
    changed = NewsPageFactory(parent=news_index, title="Changed", body=text("Old"))
    changed.body = text("Heron to come")
    changed.save_revision()
    assert search("heron").hits == []


def test_page_of_another_site_is_not_found(search, home):
    other = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other board", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    StandardPageFactory(parent=other, title="Heron elsewhere")
    assert search("heron").hits == []


@pytest.mark.parametrize("words", ["", "   ", "\x00", "\u200b"])
def test_empty_query_shows_the_form(search, words):
    results = search(words)
    assert results.hits == []
    assert not results.soup.select(".nothing-found")
    assert "999" in results.soup.get_text()


def test_query_without_words_finds_nothing(search, news_index):
    NewsPageFactory(parent=news_index, title="Heron")
    assert search("*").hits == []


def test_nothing_found_shows_the_contacts(search):
    results = search("zzzz")
    assert "999" in results.soup.select_one(".nothing-found").get_text()
    assert results.soup.select_one("#main-search")["value"] == "zzzz"


def test_query_and_results_are_escaped(client, news_index):
    NewsPageFactory(parent=news_index, title="A script <b>x</b>", body=text("script &lt;i&gt; script"))
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "<i>" not in page


def test_results_are_paginated_by_ten(client, search, news_index):
    for number in range(11):
        NewsPageFactory(parent=news_index, title=f"Heron {number}")
    first, second = search("heron").titles, search("heron", page=2).titles
    assert (len(first), len(second)) == (10, 1)
    assert len({*first, *second}) == 11
    assert client.get("/search/?q=heron&page=3").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_unsafe_methods_are_refused(client, db, method):
    assert getattr(client, method)("/search/?q=heron").status_code == 405


def test_results_are_neither_indexed_nor_cached(client, db):
    response = client.get("/search/?q=heron")
    assert 'name="robots" content="noindex' in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_title_is_the_same_for_every_query(client, news_index):
    NewsPageFactory(parent=news_index, title="Heron")
    titles = {
        client.get("/search/", {"q": words}).content.decode().split("</title>")[0].split("<title>")[1]
        for words in ("", "heron", "zzzz", "my dad hits me")
    }
    assert len(titles) == 1


def test_results_are_sorted_by_date(search, news_index):
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
    ],
)
def test_misspelling_is_corrected_with_a_notice(search, news_index, typed, finds):
    NewsPageFactory(parent=news_index, title="Safeguarding children with multi-agency work")
    results = search(typed)
    assert results.titles == ["Safeguarding children with multi-agency work"]
    assert results.notice.startswith(finds)


@pytest.mark.parametrize(
    "typed", ["safeg", "safeguard", "guarding", "agenc", "child", "CHILD'S", "childrens", "multiagency"]
)
def test_parts_and_forms_of_words_are_found_without_a_notice(search, news_index, typed):
    NewsPageFactory(parent=news_index, title="Safeguarding children with multi-agency work")
    results = search(typed)
    assert results.titles == ["Safeguarding children with multi-agency work"]
    assert results.notice == ""


@pytest.mark.parametrize("typed", ["O'Brien", "O’Brien", "obrien", "O'BRIEN’s", "Zoe", "ZOË", "zoë's"])
def test_names_are_found_with_and_without_accents_and_apostrophes(search, news_index, typed):
    NewsPageFactory(parent=news_index, title="Zoë O’Brien joins")
    assert search(typed).titles == ["Zoë O’Brien joins"]


def test_quoted_phrase_is_found_as_it_stands(search, news_index):
    NewsPageFactory(parent=news_index, title="Neglect of children")
    NewsPageFactory(parent=news_index, title="Children and neglect")
    NewsPageFactory(parent=news_index, title="Children of neglect")
    assert search('"neglect of children"').titles == ["Neglect of children"]
    assert search("“neglect of children”").titles == ["Neglect of children"]
    others = {"Children and neglect", "Children of neglect"}
    assert set(search("neglect of children").titles) == {"Neglect of children", *others}


def test_synonyms_find_one_another(search, news_index):
    NewsPageFactory(parent=news_index, title="Child sexual exploitation")
    NewsPageFactory(parent=news_index, title="CSE and you")
    assert search("cse").titles == ["CSE and you", "Child sexual exploitation"]
    assert search("child sexual exploitation").titles == ["Child sexual exploitation", "CSE and you"]
    SynonymGroup.objects.create(words="heron, grey fisher bird")
    NewsPageFactory(parent=news_index, title="The heron")
    assert search("grey fisher bird").titles == ["The heron"]


def test_pages_with_most_words_are_found_where_none_has_all(search, news_index):
    NewsPageFactory(parent=news_index, title="Heron and weir")
    NewsPageFactory(parent=news_index, title="Heron, weir and otter")
    NewsPageFactory(parent=news_index, title="Otter")
    results = search("what do otter, weir, heron and kingfisher have")
    assert results.titles[0] == "Heron, weir and otter"
    assert "No page has “kingfisher”" in results.notice


def test_sentence_is_searched_without_stop_words(search, news_index):
    NewsPageFactory(parent=news_index, title="Bullying online: what you can do")
    NewsPageFactory(parent=news_index, title="Minutes of the meeting")
    assert search("what should I do if someone is bullying me online").titles[0] == "Bullying online: what you can do"


def test_snippet_shows_the_words_in_context(search, news_index):
    body = text("Nothing to see here. " * 40 + "Then the heron came to the weir. " + "And more. " * 40)
    NewsPageFactory(parent=news_index, title="A walk", summary="A long walk", body=body)
    (hit,) = search("herons").hits
    assert hit.marked == ["heron"]
    assert "Then the heron came to the weir." in hit.snippet
    assert len(hit.snippet) < 300


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
def test_contacts_stand_above_results_for_help_words(search, typed, asks):
    assert search(typed).asks_for_help is asks


def test_word_with_synonyms_is_not_corrected(search, news_index):
    NewsPageFactory(parent=news_index, title="Dad and the bits")
    results = search("my dad hits me")
    assert results.asks_for_help
    assert results.notice == "No page has “hits”. These have others of your words."


def test_misspelt_help_word_asks_for_help(search, news_index):
    NewsPageFactory(parent=news_index, title="Suicide: where to find help")
    assert search("suicde").asks_for_help


def test_help_words_are_a_setting(search, site):
    site.searchsettings.help_words = "heron weir\n\n"
    site.searchsettings.save()
    assert search("the weir, a heron").asks_for_help
    assert not search("my dad hits me").asks_for_help


def promote(words, **fields):
    return SearchPromotion.objects.create(query=Query.objects.get_or_create(query_string=words)[0], **fields)


def test_promoted_page_stands_first_while_it_is_public(search, home, news_index):
    page = StandardPageFactory(parent=home, title="Where to report", summary="Ring us")
    promote("reporting concerns", page=page)
    promote("reporting concerns", external_link_url="https://example.org/", external_link_text="Elsewhere")
    results = search("report concern")
    assert [link.get_text() for link in results.soup.select(".teaser--first a")] == ["Where to report", "Elsewhere"]
    page.unpublish()
    results = search("Reporting concerns")
    assert [link.get_text() for link in results.soup.select(".teaser--first a")] == ["Elsewhere"]


def test_index_page_is_found(search, news_index):
    assert ContentType.objects.get_for_model(news_index).model == "newsindexpage"
    assert search(news_index.title).titles == [news_index.title]
