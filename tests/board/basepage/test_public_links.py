"""Whatever readers may not see is linked from nowhere: not from rich text, a chooser, the footer or a redirect."""

import json
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, ReferenceIndex, Site

from board.basepage.models import BasePage
from board.engines.pagecache.dependencies import ENVIRON_KEY, ResponseDependencies
from board.siteinfo.models import BoardSettings, FooterLink
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from resources.models import ResourceIndexPage
from tests.board.publishing.conftest import QUOTE, add_statement
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory
from tests.files import make_document
from tests.publication import address, fresh, publish_statement
from tests.querying import queries
from tests.users import add_user
from tests.worlds import shared_world

WORDS = "what we said of it"
pytestmark = pytest.mark.xdist_group("public links")


def text_linking_to(page):
    """Return rich text with a link to a page, as the editor's page chooser stores it."""
    return f'<p>Read <a linktype="page" id="{page.pk}">{WORDS}</a> today.</p>'


def body_linking_to(page):
    """Return a body with a link to a page from each block that can have one, but the statement."""
    return [
        {"type": "text", "value": text_linking_to(page)},
        {"type": "resource_link", "value": {"title": WORDS, "page": page.pk}},
    ]


@dataclass(frozen=True)
class World:
    """An item, and a page of each type that links to it from every field that can."""

    people: list
    target: NewsPage
    pages: list

    @classmethod
    def make(cls):
        """Publish the pages; the address of the item holds the word ``secret``."""
        people = [add_user(*names) for names in (("e", "Editors"), ("m", "Moderators"), ("c", "Independent Chair"))]
        news, home = NewsIndexPage.objects.get(), HomePage.objects.get()
        target = NewsPageFactory(parent=news, title="Board sacks director", slug="secret")
        body, text = body_linking_to(target), text_linking_to(target)
        quote = {**QUOTE, "value": {**QUOTE["value"], "statement": text}}
        statement = NewsPageFactory(parent=news, slug="said", owner=people[0], live=False, body=[quote])
        item = NewsPageFactory(parent=news, slug="item", body=body, notes_to_editors=text)
        home.body = json.dumps(body)
        home.save()
        pages = [
            publish_statement(statement, *people),
            item,
            item.create_alias(update_slug="alias"),
            ResourcePageFactory(parent=ResourceIndexPage.objects.get(), slug="guide", body=body),
            StandardPageFactory(parent=home, slug="about", body=body),
            home,
        ]
        return cls(people, target, pages)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world of every test of this module, to which each is rolled back."""
    with shared_world(django_db_blocker, tmp_path_factory.mktemp("media")):
        yield World.make()


@pytest.fixture
def people(made, db):
    """Writer, reviewer and approver, in that order."""
    return made.people


@pytest.fixture
def target(made, db):
    """The public item to which the pages link."""
    return fresh(made.target)


@pytest.fixture
def item(made, db):
    """A public item that links to the other twice in its body, and in its notes to editors."""
    return fresh(made.pages[1])


def restrict(page):
    """Make a page private."""
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="a-password")


def become_draft(target, people):
    target.unpublish()


def become_renamed_draft(target, people):
    target.unpublish()
    target.slug = "secret-renamed"
    target.save()


def become_held(target, people):
    target.unpublish()
    target.body = json.dumps([QUOTE])
    target.owner = people[0]
    target.save()
    publish_statement(fresh(target), *people, release="held")


def become_private(target, people):
    restrict(target)


HIDDEN = [become_draft, become_renamed_draft, become_held, become_private]


@pytest.mark.parametrize("become", HIDDEN)
def test_words_stand_without_a_link_to_what_readers_may_not_see(client, made, target, people, become):
    become(target, people)
    for page in made.pages:
        html = client.get(address(page)).content.decode()
        assert WORDS in html, page
        assert "/news/secret" not in html, page


def test_words_link_to_what_readers_may_see(client, made, target):
    for page in made.pages:
        html = client.get(address(page)).content.decode()
        assert f'<a href="/news/secret/">{WORDS}</a>' in html, page


def test_words_stand_without_a_link_to_a_page_that_is_gone(client, target, item):
    BasePage.objects.get(pk=target.pk).delete()
    assert client.get(address(item)).content.decode().count(f"<a>{WORDS}</a>") == 3


def test_words_stand_without_a_link_to_words_that_the_chair_has_not_approved(client, target, item, people):
    """Written past every check: the page answers 404 until it is taken down."""
    target.unpublish()
    target.body = json.dumps([QUOTE])
    target.save()
    publish_statement(fresh(target), *people)
    assert client.get(address(item)).content.decode().count('href="/news/secret/"') == 3
    BasePage._base_manager.filter(pk=target.pk).update(title="Other words")
    html = client.get(address(item)).content.decode()
    assert "/news/secret" not in html
    assert html.count(WORDS) == 3


def test_link_to_a_page_below_a_private_one_is_none(client, made, home):
    section = StandardPageFactory(parent=home, slug="secret")
    inside = StandardPageFactory(parent=section, slug="inside")
    StandardPageFactory(parent=home, slug="more", body=body_linking_to(inside))
    assert client.get("/more/").content.decode().count('href="/secret/inside/"') == 2
    restrict(section)
    assert "/secret/" not in client.get("/more/").content.decode()


def test_link_leads_to_its_page_as_soon_as_that_is_public(client, target, item):
    """The same worker has made the page without the link, and remembers it while nothing changes."""
    target.unpublish()

    def links(version):
        html = client.get(address(item), **{ENVIRON_KEY: ResponseDependencies(version)}).content.decode()
        return html.count('href="/news/secret/"')

    assert links("one") == 0
    fresh(target).save_revision().publish()
    assert links("two") == 3


def test_links_of_all_blocks_are_read_in_one_query(client, made, news_index):
    targets = [NewsPageFactory(parent=news_index, slug=f"target-{number}") for number in range(6)]
    NewsPageFactory(parent=news_index, slug="one", body=body_linking_to(targets[0]))
    blocks = [block for target in targets for block in body_linking_to(target)]
    NewsPageFactory(parent=news_index, slug="six", body=blocks)

    def cost(path, version):
        with CaptureQueriesContext(connection) as captured:
            html = client.get(path, **{ENVIRON_KEY: ResponseDependencies(version)}).content.decode()
        return html.count("/news/target-"), len(captured)

    cost("/news/one/", "before")
    (one, few), (six, many) = cost("/news/one/", "first"), cost("/news/six/", "second")
    assert (one, six) == (2, 12)
    assert many == few
    assert len(queries(client, "/news/six/")) <= 4


def test_preview_says_which_links_readers_do_not_have(client, people, target, item):
    target.unpublish()
    item.save_revision()
    assert '<body class="govuk-template__body">' in client.get(address(item)).content.decode()
    client.force_login(people[0])
    html = client.get(f"/admin/pages/{item.pk}/view_draft/").content.decode()
    assert '<body class="govuk-template__body preview">' in html
    assert html.count(f"<a>{WORDS}</a>") == 3


JUNK = [
    '<a linktype="page">words</a>',
    '<a linktype="page" id="">words</a>',
    '<a linktype="page" id="0">words</a>',
    '<a linktype="page" id="news">words</a>',
    '<a linktype="page" id="99999999999999999999">words</a>',
    '<a linktype="page" id="١">words</a>',
    '<a linktype="document">words</a>',
    '<a linktype="document" id="x">words</a>',
    '<a linktype="unknown" id="1">words</a>',
    'words<embed embedtype="image" id="x" format="left" alt=""/>',
    'words<embed embedtype="image"/>',
    'words<embed embedtype="media" url="https://media.example/"/>',
]


def test_tags_that_no_editor_offers_are_shown_as_their_words(client, item):
    item.body = json.dumps([{"type": "text", "value": f"<p>{junk}</p>"} for junk in JUNK])
    item.notes_to_editors = "".join(f"<p>{junk}</p>" for junk in JUNK)
    item.save_revision().publish()
    html = client.get(address(item)).content.decode()
    assert html.count("words</a>") + html.count("<p>words</p>") == 2 * len(JUNK)
    assert "<embed" not in html
    assert "media.example" not in html
    assert not ReferenceIndex.get_references_for_object(item).exists()


def test_document_in_a_private_collection_is_not_linked(client, item, two_page_pdf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = make_document(two_page_pdf)
    text = f'<p>Read <a linktype="document" id="{document.pk}">{WORDS}</a>.</p>'
    item.notes_to_editors = text
    item.save()
    assert f'<a href="{document.url}">{WORDS}</a>' in client.get(address(item)).content.decode()
    document.collection = Collection.get_first_root_node().add_child(name="Private")
    document.save()
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")
    assert f"<a>{WORDS}</a>" in client.get(address(item)).content.decode()


def test_private_page_leaves_the_footer(client, target):
    board = BoardSettings.for_site(Site.objects.get())
    FooterLink.objects.create(settings=board, page=BasePage.objects.get(pk=target.pk))
    assert 'href="/news/secret/"' in client.get("/hide-your-visit/").content.decode()
    restrict(target)
    assert "/news/secret/" not in client.get("/hide-your-visit/").content.decode()


def test_redirect_reveals_the_address_of_a_private_page_to_those_alone_who_may_see_it(client, people, target):
    Redirect.objects.create(old_path="/old", redirect_page=BasePage.objects.get(pk=target.pk))
    assert client.get("/old/").url == "/news/secret/"
    PageViewRestriction.objects.create(page=target, restriction_type="login")
    assert client.get("/old/").status_code == 404
    client.force_login(people[0])
    assert client.get("/old/").url == "/news/secret/"


@pytest.mark.parametrize("role", ["editor", "superuser"])
def test_draft_that_a_public_statement_links_to_is_not_deleted(client, made, people, target, role):
    """The link is among the approved words; without its page they would be others, and the statement not public."""
    draft = add_statement(target.get_parent(), people[0], slug="draft")
    quote = {**QUOTE, "value": {**QUOTE["value"], "statement": text_linking_to(draft)}}
    statement = NewsPageFactory(parent=target.get_parent(), title="Spoken", owner=people[0], live=False, body=[quote])
    publish_statement(statement, *people)
    user = people[0] if role == "editor" else get_user_model().objects.create_superuser("admin")
    assert draft.permissions_for_user(user).reasons_against_deletion() == [
        "The approved statement “Spoken” links to it."
    ]
    client.force_login(user)
    client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert BasePage.objects.filter(pk=draft.pk).exists()
    assert client.get("/news/spoken/").status_code == 200
    fresh(statement).unpublish()
    assert draft.permissions_for_user(user).can_delete()
