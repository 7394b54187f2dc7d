"""The library by facets: counts match the lists, and nothing that is not public is shown."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from board.withdrawals.models import Withdrawal
from home.models import HomePage
from resources.library_index import LIBRARY_INDEXES, read_library_index
from resources.models import ResourceIndexPage, ResourcePage, Topic
from tests.factories import ResourcePageFactory
from tests.worlds import shared_world

pytestmark = pytest.mark.xdist_group("library")
MOST_QUERIES = 8


def add(index, title, topics=(), **fields):
    resource = ResourcePageFactory(parent=index, title=title, **fields)
    if topics:
        resource.topics.set(topics)
        resource.save()
    return ResourcePage.objects.get(pk=resource.pk)


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, tmp_path_factory):
    """The library with resources; the keys of those that are public."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        yield [resource.pk for resource in add_resources(ResourceIndexPage.objects.get())]


@pytest.fixture
def resources(library, db):
    """The public resources, as they are stored."""
    return [ResourcePage.objects.get(pk=pk) for pk in library]


@pytest.fixture
def empty_library(library, resource_index):
    """The library without the resources of the other tests."""
    for resource in ResourcePage.objects.all():
        resource.delete()
    return ResourceIndexPage.objects.get()


def add_resources(resource_index):
    """Add five public resources, and one of each kind that is not public; return the public ones."""
    day = dt.date
    neglect = Topic.objects.create(name="Neglect", slug="neglect")
    early_help = Topic.objects.create(name="Early help", slug="early-help")
    public = [
        add(resource_index, "Wren", [neglect], kind="report", published_on=day(2024, 3, 1), publisher="NSPCC"),
        add(resource_index, "Heron", [neglect, early_help], kind="report", published_on=day(2026, 3, 1)),
        add(resource_index, "osprey", [early_help], kind="tool", audience="parents", published_on=day(2026, 5, 1)),
        add(resource_index, "Avocet", kind="tool", audience="parents", publisher="nspcc"),
        add(resource_index, "Bittern", [neglect], kind="leaflet", published_on=day(2025, 1, 1), publisher="Ofsted"),
    ]
    hidden = {"kind": "training", "publisher": "Hidden", "published_on": day(2019, 1, 1)}
    add(resource_index, "A draft", [neglect], live=False, **hidden)
    private = add(resource_index, "Private", [neglect], **hidden)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    return public


def soup(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def titles(page):
    return [link.string for link in page.select("main .teaser__title a")]


def offered(page, facet):
    """Return what a facet offers: label with count, and where it leads."""
    return {link.get_text(): link["href"] for link in page.select(f"[aria-labelledby=by-{facet}] a")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["osprey", "Heron", "Bittern", "Wren", "Avocet"]),
        ("?sort=title", ["Avocet", "Bittern", "Heron", "osprey", "Wren"]),
        ("?sort=date", ["osprey", "Heron", "Bittern", "Wren", "Avocet"]),
        ("?kind=report", ["Heron", "Wren"]),
        ("?audience=parents", ["osprey", "Avocet"]),
        ("?topic=neglect", ["Heron", "Bittern", "Wren"]),
        ("?topic=neglect&topic=early-help", ["Heron"]),
        ("?publisher=nspcc", ["Wren", "Avocet"]),
        ("?publisher=board", ["osprey", "Heron"]),
        ("?year=2026", ["osprey", "Heron"]),
        ("?year=2026&kind=report&topic=early-help&publisher=board&audience=everyone", ["Heron"]),
        ("?kind=leaflet&year=2026", []),
        ("?kind=&topic=&sort=&utm_source=mail", ["osprey", "Heron", "Bittern", "Wren", "Avocet"]),
    ],
)
def test_each_combination_has_an_address(client, resources, query, expected):
    assert titles(soup(client, f"/resources/{query}")) == expected


@pytest.mark.parametrize(
    "query",
    [
        "?kind=poem",
        "?kind=training",
        "?kind=report&kind=tool",
        "?topic=otters",
        "?year=2019",
        "?year=26",
        "?publisher=hidden",
        "?publisher=NSPCC",
        "?sort=size",
        "?all=colour",
        "?page=2",
        "?kind=report&page=01",
    ],
)
def test_unknown_choice_is_not_found(client, resources, query):
    assert client.get(f"/resources/{query}").status_code == 404


@pytest.mark.parametrize(
    ("choices", "pages"),
    [
        (0, 0),
        pytest.param(2, 50, marks=pytest.mark.test_all("Two choices deep; make test follows every first choice.")),
    ],
)
def test_every_count_matches_the_list_it_links_to(client, resources, choices, pages):
    seen, waiting = set(), ["/resources/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address.count("=") > choices:
            continue
        seen.add(address)
        page = soup(client, address)
        for facet in ("kind", "audience", "topic", "publisher", "year"):
            for label, link in offered(page, facet).items():
                count = int(label.rsplit("(", 1)[1].rstrip(")"))
                assert len(titles(soup(client, link))) == count > 0, (address, label)
                waiting.append(link)
    assert len(seen) > pages


def test_second_choice_replaces_the_first_except_of_topics(client, resources):
    page = soup(client, "/resources/?kind=report&topic=neglect")
    assert offered(page, "kind") == {"Leaflet or poster (1)": "/resources/?kind=leaflet&topic=neglect"}
    assert offered(page, "topic") == {"Early help (1)": "/resources/?kind=report&topic=early-help&topic=neglect"}
    chosen = [mark.string for mark in page.select(".filters [aria-current]")]
    assert chosen == ["Report (2)", "Neglect (2)"]
    remove = {link.string: link["href"] for link in page.select("[aria-label='What you have chosen'] a")}
    assert remove == {
        "Remove Report": "/resources/?topic=neglect",
        "Remove Neglect": "/resources/?kind=report",
        "Show everything": "/resources/",
    }


def test_only_values_of_public_resources_are_offered(client, resources):
    page = soup(client, "/resources/")
    assert "Training" not in page.select_one(".filters").get_text()
    assert list(offered(page, "publisher")) == [
        "nspcc (2)" if "nspcc (2)" in offered(page, "publisher") else "NSPCC (2)",
        "Safeguarding children board (2)",
        "Ofsted (1)",
    ]
    assert list(offered(page, "year")) == ["2026 (2)", "2025 (1)", "2024 (1)"]


def test_home_page_shows_public_resources_alone(client, home, empty_library):
    add(empty_library, "Heron")
    add(empty_library, "Secret draft", live=False)
    private = add(empty_library, "Secret and private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert titles(soup(client, "/")) == ["Heron"]


def test_long_facet_is_cut_and_complete_at_its_own_address(client, empty_library):
    for number in range(15):
        add(empty_library, f"R{number}", publisher=f"Publisher {number}")
    page = soup(client, "/resources/")
    links = offered(page, "publisher")
    assert len(links) == 13
    assert links["All 15 by publisher"] == "/resources/?all=publisher"
    whole = soup(client, "/resources/?all=publisher")
    assert len(offered(whole, "publisher")) == 15
    assert whole.select_one("meta[name=robots]")["content"] == "noindex, follow"


@pytest.mark.parametrize(
    ("query", "is_indexed"),
    [("", True), ("?kind=report", True), ("?kind=report&year=2026", False), ("?sort=title", False)],
)
def test_only_single_choices_are_indexed(client, resources, query, is_indexed):
    page = soup(client, f"/resources/{query}")
    robots = page.select_one("meta[name=robots]")
    assert (robots is None) == is_indexed
    if robots:
        assert robots["content"] == "noindex, follow"


def test_links_to_combinations_are_nofollow(client, resources):
    page = soup(client, "/resources/?kind=report")
    for link in page.select("main .filters a, main .link-list a"):
        is_single = link["href"].count("=") == 1 and "sort" not in link["href"]
        assert (link.get("rel") is None) == is_single, link


def test_filter_has_one_canonical_address_and_a_title(client, resources):
    page = soup(client, "/resources/?year=2026&utm=x&topic=neglect&topic=early-help&kind=report&topic=neglect")
    query = "?kind=report&topic=early-help&topic=neglect&year=2026"
    assert page.select_one("link[rel=canonical]")["href"] == f"http://localhost/resources/{query}"
    assert page.title.string.startswith("Resources: Report, Early help, Neglect, 2026")


def test_later_pages_keep_the_filter(client, empty_library):
    for number in range(25):
        add(empty_library, f"R{number:02}", kind="report")
    page = soup(client, "/resources/?kind=report&sort=title&page=2")
    assert titles(page) == [f"R{number}" for number in range(20, 25)]
    canonical = page.select_one("link[rel=canonical]")["href"]
    assert canonical == "http://localhost/resources/?kind=report&sort=title&page=2"


def test_empty_result_says_what_to_do(client, resources):
    text = soup(client, "/resources/?kind=leaflet&year=2026").main.get_text()
    assert "Remove one of your choices." in text


# The index is current ---------------------------------------------------------------


CHANGES = {
    "publish": lambda r: add(r[0].get_parent().specific, "New", live=False).save_revision().publish(),
    "create live": lambda r: add(r[0].get_parent().specific, "New", kind="procedure"),
    "edit and publish": lambda r: edit(r[0], kind="procedure"),
    "unpublish": lambda r: r[0].unpublish(),
    "unpublish as a base page": lambda r: r[0].basepage_ptr.unpublish(),
    "withdraw": lambda r: Withdrawal.withdraw(r[0], None, "error"),
    "delete": lambda r: r[0].delete(),
    "delete many": lambda r: ResourcePage.objects.filter(pk__in=[r[0].pk, r[1].pk]).delete(),
    "move away": lambda r: r[0].move(other_library(), pos="last-child"),
    "copy": lambda r: r[0].copy(update_attrs={"slug": "copy", "title": "Copy"}),
    "rename a topic": lambda r: rename_topic(),
    "delete a topic": lambda r: Topic.objects.get(slug="neglect").delete(),
    "set topics": lambda r: r[3].topics.set(Topic.objects.all()) or r[3].save(),
    "make private": lambda r: PageViewRestriction.objects.create(page=r[0], restriction_type="login"),
    "make public": lambda r: PageViewRestriction.objects.get().delete(),
    "make all private": lambda r: PageViewRestriction.objects.create(page=r[0].get_parent(), restriction_type="login"),
    "replace": lambda r: edit(r[0], replaces=r[1]),
    "take the replacement down": lambda r: (edit(r[0], replaces=r[1]), fresh(r[0]).unpublish()),
}


def fresh(resource):
    return ResourcePage.objects.get(pk=resource.pk)


def edit(resource, **fields):
    for name, value in fields.items():
        setattr(resource, name, value)
    resource.save_revision().publish()


def other_library():
    home = HomePage.objects.get()
    library = ResourceIndexPage(title="Archive", slug="archive")
    return home.add_child(instance=library)


def rename_topic():
    topic = Topic.objects.get(slug="neglect")
    topic.name, topic.slug = "Child neglect", "child-neglect"
    topic.save()


@pytest.mark.parametrize("change", CHANGES)
def test_index_is_current_after_every_change(client, resource_index, resources, change):
    before = LIBRARY_INDEXES.get(resource_index.pk)
    CHANGES[change](resources)
    truth = read_library_index(resource_index.pk)
    assert LIBRARY_INDEXES.get(resource_index.pk) == truth != before


def test_library_moved_into_a_private_section_is_empty(client, home, resource_index, resources):
    assert LIBRARY_INDEXES.get(resource_index.pk).pks
    section = home.add_child(instance=HomePage(title="Members", slug="members"))
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    LIBRARY_INDEXES.get(resource_index.pk)
    resource_index.move(section, pos="last-child")
    assert not LIBRARY_INDEXES.get(resource_index.pk).pks


def test_saving_a_draft_keeps_the_index(resource_index, resources):
    index = LIBRARY_INDEXES.get(resource_index.pk)
    resources[0].title = "Not yet"
    resources[0].save_revision()
    assert LIBRARY_INDEXES.get(resource_index.pk) is index


def test_index_is_unchanged_after_rollback(resource_index, resources):
    before = LIBRARY_INDEXES.get(resource_index.pk)
    with transaction.atomic():
        resources[0].unpublish()
        assert LIBRARY_INDEXES.get(resource_index.pk) != before
        transaction.set_rollback(True)
    assert LIBRARY_INDEXES.get(resource_index.pk) == before


def test_each_library_has_its_own_resources(client, resources, root_page):
    second = root_page.add_child(instance=HomePage(title="Second", slug="second"))
    library = second.add_child(instance=ResourceIndexPage(title="Resources", slug="resources"))
    Site.objects.create(hostname="second.example", root_page=second)
    add(library, "Owl", kind="procedure")
    assert titles(soup(client, "/resources/")) == ["osprey", "Heron", "Bittern", "Wren", "Avocet"]
    assert len(LIBRARY_INDEXES.get(library.pk).pks) == 1


@pytest.fixture
def root_page(home):
    return home.get_parent()


@pytest.mark.parametrize("query", ["", "?kind=report", "?kind=report&topic=neglect&year=2026&sort=title"])
def test_library_takes_eight_queries_with_any_filter(client, resources, query):
    client.get(f"/resources/{query}")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/resources/{query}")
    statements = [each["sql"] for each in captured]
    assert len(statements) <= MOST_QUERIES, "\n".join(statements)
    assert not [sql for sql in statements if "COUNT(" in sql or not sql.startswith("SELECT")]
