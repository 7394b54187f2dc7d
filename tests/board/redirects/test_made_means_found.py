"""Kind: a redirect that is stored in one writing of an address, and asked for in another."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import assume, example, given
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect

from board.redirects.addresses import AddressError, address_as_sent, normalised_address
from board.redirects.normalisation import candidate_addresses
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh

# What old addresses are made of, and what has a meaning in them.
PIECES = r"""
a B 1 é Ł İ ﬁ 中 . .. / // \\ ~ | ; : @ ( ' " % %41 %2F %e9 %E2%80%99 + & = ? #
index.html Default.aspx ;jsessionid=1
"""
addresses = st.lists(st.sampled_from([*PIECES.split(), " ", "e\u0301"]), max_size=12).map(
    lambda pieces: "/x" + "".join(pieces)
)


def stored(address):
    try:
        return normalised_address(address)
    except AddressError:
        assume(False)


@given(addresses | st.text(max_size=20).map("/x{}".format))
@example("/" + "a?b=" * 200)
@example("/50%25AB")
def test_made_means_found_as_a_browser_sends_it(address):
    made = stored(address)
    assert len(made) <= 255
    assert made in candidate_addresses(*address_as_sent(address))
    # What is stored is stored in the same form again.
    assert normalised_address(made) == made


@given(addresses, st.randoms(use_true_random=False))
@example("/a?b=1&c=2", random.Random(0))
def test_made_means_found_however_it_is_written(address, chance):
    made = stored(address)
    path, query = address_as_sent(address)
    parameters = [one for one in query.split("&") if one]
    chance.shuffle(parameters)
    parameters.insert(chance.randint(0, len(parameters)), "utm_source=newsletter")
    path = chance.choice([path, path.lower(), path.replace("%", "%25").replace("%25", "%"), f"{path}/", f"/{path}"])
    found = candidate_addresses(path, "&".join(parameters))
    assert made.lower() in [candidate.lower() for candidate in found]


REQUESTS = {
    "/Shared Documents/Annual report.aspx": [
        "/Shared%20Documents/Annual%20report.aspx",
        "/shared%20documents/annual%20REPORT.ASPX",
        "/Shared%20Documents//Annual%20report.aspx",
        "/Shared%20Documents/Annual%20report.aspx/",
        "/Shared%20Documents/Annual%20report.aspx.",
        "/Shared%20Documents/Annual%20report.aspx;jsessionid=0A1B?fbclid=x",
        "/Shared%20Documents/x%5C..%5C./Annual%20report.aspx",
    ],
    "/a b?x=c d": ["/a%20b?x=c%20d", "/a%20b?x=c+d", "/A%20B?X=C+D", "/a%20b/?utm_medium=mail&x=c%20d"],
    "/News.asp?ID=12&cat=3": [
        "/news.asp?cat=3&id=12",
        "/News.asp?ID=12&amp;cat=3",
        "/News.asp?cat=3&ID=12&unknown=1",
        "/News.asp?ID=12&cat=3&gclid=1&_ga=2.3",
    ],
    "https://www.old.example:8080/Café/Menü.htm#top": [
        "/Caf%C3%A9/Men%C3%BC.htm",
        "/caf%e9/men%fc.htm",
        "/Cafe%CC%81/menu%CC%88.htm",
    ],
    "/c%2b%2b/100%25.html?q=a%26b%3dc": ["/c%2B%2B/100%25.html?q=a%26b%3Dc", "/c++/100%25.html?q=a%26b=c"],
    "/Local-Offer/Default.aspx": ["/local-offer/", "/local-offer", "/Local-Offer/default.aspx?x=1"],
    "/services": ["/services/index.html", "/Services/Default.aspx"],
    "/50%25AB.htm": ["/50%25ab.htm"],
    "/(S(abc123))/case.aspx": ["/(S(zzz))/case.aspx", "/case.aspx"],
    "/" + "long-name/" * 40 + "?id=7": ["/" + "Long-Name/" * 40 + "?id=7&utm_source=x"],
}  # fmt: skip


@pytest.fixture
def imported(heron, tmp_path):
    """The redirects of a table."""
    path = tmp_path / "table.csv"
    path.write_text("old,new\n" + "".join(f'"{old}",/news/heron/\n' for old in REQUESTS))
    call_command("import_old_addresses", path)


def test_made_means_found_by_the_site(client, imported):
    missing = [
        address
        for addresses in REQUESTS.values()
        for address in addresses
        if (response := client.get(address)).status_code != 301 or response.url != "/news/heron/"
    ]
    assert missing == []


def test_letters_decide_where_two_redirects_differ_by_them(client, heron, news_index, site):
    NewsPageFactory(parent=news_index, slug="egret")
    Redirect.add_redirect("/s/AbC", "/news/heron/", site=site)
    Redirect.add_redirect("/s/aBc", "/news/egret/", site=site)
    assert [client.get(address).url for address in ("/s/AbC", "/s/aBc")] == ["/news/heron/", "/news/egret/"]
    assert client.get("/s/abc").url == "/news/heron/"


def test_nearest_of_several_redirects_is_followed(client, heron, site):
    for old in ("/old.php", "/old.php?id=1", "/old.php?id=1&page=2"):
        Redirect.add_redirect(old, f"https://example.org/{old}", site=site)
    for asked, old in (
        ("/old.php?page=2&id=1&x=y", "/old.php?id=1&page=2"),
        ("/old.php?id=1&page=3", "/old.php?id=1"),
        ("/old.php?id=2", "/old.php"),
        ("/old.php?" + "&".join(f"p{number}=1" for number in range(300)), "/old.php"),
    ):
        assert client.get(asked).url == f"https://example.org/{old}"


@pytest.mark.parametrize("address", ["/no-such-page/", "/old.php?a=1&b=2&c=3&utm_source=x", "/%00/x", "/x/?%ff=%00"])
def test_404_costs_one_query_for_redirects(client, imported, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 404
    assert len([query for query in captured if "wagtailredirects" in query["sql"]]) <= 1


@pytest.mark.postgresql("Whether an index is used is asked of each database.")
def test_redirects_are_found_by_an_index(site, django_db_blocker):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Redirect.objects.extra(where=["LOWER(old_path) IN ('/a', '/b')"]).explain()
    assert "board_redirects_old_path_lower" in plan


def test_redirect_that_leads_nowhere_is_an_error(heron, tmp_path, monkeypatch, capsys):
    path = tmp_path / "table.csv"
    path.write_text("old,new\n/old,/news/heron/\n")
    monkeypatch.setattr("board.redirects.responses.find_redirect", lambda *_: None)
    with pytest.raises(CommandError, match="1 of 1 lines"):
        call_command("import_old_addresses", path)
    assert "line 2: error: /old was tried and does not lead there" in capsys.readouterr().out
    assert not Redirect.objects.exists()


@pytest.fixture
def add(client, superuser, site):
    """Return a function that adds a redirect in the admin, and returns the errors of the form."""
    client.force_login(superuser)

    def post(old, link="", page=None):
        form = {"old_path": old, "site": site.pk, "is_permanent": "on", "redirect_link": link}
        response = client.post(reverse("wagtailredirects:add"), form | ({"redirect_page": page.pk} if page else {}))
        return "" if response.status_code == 302 else response.context["form"].errors.as_text()

    return post


def test_redirect_made_in_the_admin_is_found(client, add, heron):
    assert add("/Shared Documents/x.aspx", page=heron) == ""
    client.logout()
    assert client.get("/shared%20documents/X.aspx").url == "/news/heron/"


@pytest.mark.parametrize(
    ("old", "link", "words"),
    [
        ("/news/heron/", "https://example.org/", "answered by this site itself"),
        ("/old/?a=1", "http://localhost/no-such-page/", "no page of this site"),
        ("/old", "http://localhost/old/", "leads back"),
        ("/old", "", "Choose a page"),
        ("/TAKEN ", "https://example.org/", ""),
        ("/taken/", "https://example.org/", "redirected already"),
    ],
)
def test_redirect_that_would_lead_nowhere_is_refused_in_the_admin(add, heron, site, old, link, words):
    Redirect.add_redirect("/taken", heron, site=site)
    errors = add(old, link)
    assert words in errors
    assert bool(errors) == bool(words)


def test_redirect_to_a_draft_is_refused_in_the_admin(add, news_index):
    draft = NewsPageFactory(parent=news_index, slug="draft", live=False)
    assert "not public" in add("/old", page=draft)
    Redirect.add_redirect("/draft", draft)


def test_redirect_stored_in_the_form_of_wagtail_is_found(client, site):
    """Such rows are there from before, and ``bulk_create`` sends no signal."""
    Redirect.objects.bulk_create([Redirect(old_path="/a%20b", site=site, redirect_link="https://example.org/")])
    assert client.get("/a%20b/?x=1").url == "https://example.org/"


@pytest.mark.postgresql("The column is bounded there.")
def test_slugs_at_the_edge_of_the_column_are_renamed(client, home, django_capture_on_commit_callbacks):
    """Kind: a name at a column's edge."""
    upper = StandardPageFactory(parent=home, slug="u" * 250)
    lower = StandardPageFactory(parent=upper, slug="l" * 250)
    upper, lower = fresh(upper), fresh(lower)
    before = [upper.url, lower.url]
    upper.slug = "n" * 250
    with django_capture_on_commit_callbacks(execute=True):
        upper.save_revision().publish()
    now = [fresh(page).url for page in (upper, lower)]
    assert now != before
    assert [client.get(address).url for address in before] == now
    lower = fresh(lower)
    lower.slug = "m" * 255
    with django_capture_on_commit_callbacks(execute=True):
        lower.save_revision().publish()
    for address in (before[1], now[1]):
        assert client.get(address).url == fresh(lower).url
    fresh(lower).move(fresh(home), pos="last-child")
    assert client.get(now[1]).url == fresh(lower).url == f"/{'m' * 255}/"
