"""Every page of the demo is served, and the demo shows every part of the site."""

import pytest
from django.contrib.auth import get_user_model

from board.basepage.models import BasePage
from board.blocks.stream import ContentStreamBlock
from board.media.models import BoardDocument
from board.siteinfo.models import BoardSettings
from home.demo.loader import read_content
from news.models import NewsPage
from resources.models import ResourcePage
from tests.querying import MOST, queries
from tests.users import sign_in

pytestmark = [
    pytest.mark.xdist_group("demo"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves files open.
]

# What the page with a block must contain.
MARKS = {
    "text": "What the week is for",
    "resource_link": "How children judge a good visit",
    "pdf_document": "2 pages)",
    "event_callout": "<time datetime=",
    "statement_quote": "– ends –",
}

LISTS = [
    "/",
    "/news/",
    "/news/statements/",
    "/news/feed/",
    "/news/events/",
    "/news/events/past/",
    "/news/events.ics",
    "/resources/",
    "/resources/?kind=report",
    "/search/",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/accessibility-statement/",
    "/hide-your-visit/",
    "/site.webmanifest",
    "/robots.txt",
    "/no-such-page/",
]

NOT_PUBLIC = [
    "statement-on-the-inspection-of-the-front-door",
    "warm-spaces-this-winter",
    "draft-what-we-will-audit-next-year",
]


def test_every_public_page_and_file_is_served(client, demo, db):
    for page in BasePage.objects.live().filter(depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url
    for document in BoardDocument.objects.all():
        response = client.get(document.url)
        assert b"".join(response.streaming_content).startswith(b"%PDF-")
        assert document.page_count >= 1


def test_demo_has_enough_of_everything(demo, site):
    content = read_content()
    published = NewsPage.objects.live()
    assert published.count() >= 12
    assert len({page.date.year for page in published}) >= 5
    assert published.filter(archived=True).exists()
    assert ResourcePage.objects.live().count() == len(content["resources"]) >= 8
    board = BoardSettings.for_site(site)
    assert {contact.for_whom for contact in board.contacts.all()} == {"child", "public", "professional"}
    assert board.footer_links.count() == 4
    site.refresh_from_db()
    assert site.site_name == board.board_name


def test_accessibility_statement_is_complete_and_not_due(client, demo, db):
    html = client.get("/accessibility-statement/").content.decode()
    assert "partially compliant" in html
    assert "1.3.1 Info and relationships" in html
    client.force_login(get_user_model().objects.get(username="moderator"))
    assert "accessibility statement" not in client.get("/admin/").content.decode().lower().split("<main")[1]


def test_old_address_redirects_to_its_item(client, demo, db):
    response = client.get("/news.php?article=101")
    assert response.status_code == 301
    assert "Private fostering" in client.get(response.url).content.decode()


def test_one_page_has_every_block(client, demo, db):
    page = NewsPage.objects.get(slug="learning-week-2026")
    block_types = set(ContentStreamBlock().child_blocks)
    assert {child.block_type for child in page.body} == block_types
    assert set(MARKS) == block_types
    html = client.get(page.url).content.decode()
    for block_type, mark in MARKS.items():
        assert mark in html, block_type


def test_published_statement_went_through_the_whole_workflow(demo, db):
    page = NewsPage.objects.get(slug="statement-on-the-review-of-help-for-fern")
    approvals = page.workflow_states.get().task_states.order_by("pk")
    assert [(state.task.name, state.status, state.finished_by.username) for state in approvals] == [
        ("Editorial review", "approved", "moderator"),
        ("Independent Chair approval", "approved", "chair"),
    ]


def test_pages_in_workflow_wait_for_the_right_group(client, demo, db):
    waiting = {
        "statement-on-the-inspection-of-the-front-door": "Independent Chair approval",
        "warm-spaces-this-winter": "Editorial review",
    }
    for slug, task in waiting.items():
        page = NewsPage.objects.get(slug=slug)
        assert page.current_workflow_task.name == task
        assert client.get(page.get_url()).status_code == 404
    for username, title in (("chair", "inspection of the Front Door"), ("moderator", "Warm spaces")):
        client.force_login(get_user_model().objects.get(username=username))
        assert title in client.get("/admin/").content.decode()


@pytest.mark.parametrize("slug", NOT_PUBLIC)
@pytest.mark.parametrize(
    "address", ["/", "/news/", "/news/statements/", "/news/feed/", "/search/", "/sitemap-pages.xml"]
)
def test_page_that_is_not_public_is_in_no_list(client, demo, db, address, slug):
    page = NewsPage.objects.get(slug=slug)
    response = client.get(address, {"q": page.title} if address == "/search/" else {})
    assert response.status_code == 200
    assert page.slug not in response.content.decode()


def test_telephone_numbers_are_in_the_settings_alone(demo, site, db):
    """A number that is typed into a page is wrong there as soon as it changes."""
    board = BoardSettings.for_site(site)
    numbers = {contact.phone for contact in board.contacts.all()} | {board.media_contact_phone}
    numbers |= {contact.out_of_hours_phone for contact in board.contacts.all()} - {""}
    assert len(numbers) == 5
    for page in BasePage.objects.filter(depth__gt=2).specific():
        words = str(page.body) if hasattr(page, "body") else ""
        assert [number for number in numbers if number in words] == [], page.title


def test_no_list_is_empty(client, demo, db):
    published = "statement-on-the-review-of-help-for-fern"
    title = NewsPage.objects.get(slug=published).title
    for address in ("/news/", "/news/statements/", "/news/feed/", "/sitemap-pages.xml"):
        assert published in client.get(address).content.decode(), address
    assert published in client.get("/search/", {"q": title}).content.decode()


def test_printed_passwords_work(client, demo, db):
    for username in ("editor", "moderator", "chair", "admin"):
        password = next(line.split()[1] for line in demo.splitlines() if line.split()[:1] == [username])
        assert sign_in(client, username, password).status_code == 302


def test_no_page_exceeds_the_query_limit(client, demo, db):
    pages = BasePage.objects.live().filter(depth__gt=1)
    by_address = {address: queries(client, address) for address in [*LISTS, *(page.url for page in pages)]}
    assert not {address: sql for address, sql in by_address.items() if len(sql) > MOST}
