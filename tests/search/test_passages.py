"""Words inside files are found, with the page on which they stand; of what is not public nothing is."""

import pytest
from wagtail.models import Site

from board.basepage.models import BasePage
from board.media.models import DocumentReading
from home.models import HomePage
from tests.board.media import pdfs
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory
from tests.files import make_document

REPORT = pdfs.tagged(*[f"This is page {number}" for number in range(1, 7)], "Ask the heron what she <saw> at the weir")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report():
    """A report in which the heron stands on page 7."""
    return make_document(REPORT, title="The report")


def carry(factory, parent, document, **fields):
    body = [{"type": "pdf_document", "value": {"title": "R", "document": document.pk}}]
    return factory(parent=parent, body=body, **fields)


def passages(client, words):
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    return response.context["passages"]


def test_page_seven_is_found_and_linked_to(client, resource_index, report):
    page = carry(ResourcePageFactory, resource_index, report, title="A resource")
    (passage,) = passages(client, "weir HERON")
    assert (passage.page_number, passage.url) == (7, f"{report.url}#page=7")
    content = client.get("/search/?q=weir+HERON").content.decode()
    assert f'<a href="{report.url}#page=7">The report: page 7</a>' in content
    assert f'on <a href="{page.url}">A resource</a>' in content
    assert "Ask the <mark>heron</mark> what she &lt;saw&gt; at the <mark>weir</mark>" in content


def test_all_the_words_stand_on_the_page(client, resource_index, report):
    carry(ResourcePageFactory, resource_index, report)
    assert passages(client, "heron nowhere") == []
    assert [passage.page_number for passage in passages(client, "this is")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("state", ["draft", "withdrawn", "private", "uncarried", "stopped", "unread"])
def test_what_is_not_public_is_not_found(client, news_index, report, state):
    if state != "uncarried":
        page = carry(NewsPageFactory, news_index, report, live=state != "draft")
    if state == "withdrawn":
        page.unpublish()
    elif state == "private":
        page.view_restrictions.create(restriction_type="login")
    elif state == "stopped":
        hidden = report.reading.hidden | {"covered": [{"page": 7, "text": "heron"}]}
        DocumentReading.objects.update(hidden=hidden)
    elif state == "unread":
        report.have_read()
    assert passages(client, "heron") == []
    assert "The report" not in client.get("/search/?q=heron").content.decode()


def test_another_boards_files_are_not_found(client, home, report, forget_addresses):
    other = BasePage.get_first_root_node().add_child(instance=HomePage(title="Other board", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    carry(StandardPageFactory, other, report)
    assert passages(client, "heron") == []


@pytest.mark.parametrize("typed", ["%", "_", "\\", "her%n", "' OR 1=1", "(", "[a-z]+", "\x00heron", '"'])
def test_signs_are_signs(client, resource_index, report, typed):
    carry(ResourcePageFactory, resource_index, report)
    for passage in passages(client, typed):
        assert "heron" in "".join(piece for piece, _ in passage.extract)


def test_the_cost_does_not_grow_with_the_files(client, resource_index, django_assert_max_num_queries):
    for number in range(6):
        document = make_document(pdfs.tagged(f"The heron, part {number}"), title=f"Part {number}")
        carry(ResourcePageFactory, resource_index, document)
    client.get("/search/?q=heron")
    with django_assert_max_num_queries(20):
        assert len(passages(client, "heron")) == 5
