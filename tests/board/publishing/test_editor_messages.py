"""Words that read like a statement in the board's name are pointed out to people."""

import pytest
from wagtail.test.utils.form_data import rich_text

from board.siteinfo.models import BoardSettings
from news.models import NewsPage
from tests.admin import add_news, news_form
from tests.boards import add_board
from tests.factories import NewsPageFactory
from tests.publication import submit

BOARD = "Ashmere Safeguarding Children Board"


@pytest.fixture
def named(site):
    board = BoardSettings.for_site(site)
    board.board_name = BOARD
    board.save()


def warned(response):
    return "reads like a statement" in " ".join(str(message) for message in response.wsgi_request._messages)


WORDS = [("text", rich_text(f"<p>{BOARD} says: we are sorry. -ends-</p>"))]


def test_writer_and_reviewer_are_warned(client, news_index, named, editor, moderator):
    client.force_login(editor)
    assert warned(add_news(client, news_index, news_form("Egret", WORDS)))
    page = NewsPage.objects.get()
    submit(page.get_latest_revision_as_object(), editor)
    client.force_login(moderator)
    assert warned(client.get(f"/admin/pages/{page.pk}/edit/"))


def test_page_marked_as_statement_gives_no_warning(client, news_index, named, editor):
    client.force_login(editor)
    assert not warned(add_news(client, news_index, news_form("Egret", WORDS, in_our_name="on")))


def told(response):
    """Return the messages about links."""
    return [str(message) for message in response.wsgi_request._messages if "links to" in str(message)]


def test_writer_and_reviewer_are_told_which_links_readers_do_not_have(client, news_index, editor, moderator):
    hidden, public = (NewsPageFactory(parent=news_index, title=name, live=name == "Wren") for name in ("Heron", "Wren"))
    links = "".join(f'<a linktype="page" id="{page.pk}">it</a> ' for page in (hidden, public))

    client.force_login(editor)
    response = add_news(client, news_index, news_form("Egret", [("text", rich_text(f"<p>{links}</p>"))]))
    assert len(told(response)) == 1
    assert "“Heron”." in told(response)[0]
    page = NewsPage.objects.get(title="Egret")
    submit(page.get_latest_revision_as_object(), editor)
    client.force_login(moderator)
    assert told(client.get(f"/admin/pages/{page.pk}/edit/"))
    hidden.save_revision().publish()
    assert not told(client.get(f"/admin/pages/{page.pk}/edit/"))


def test_draft_of_another_board_is_not_named(client, news_index):
    board = add_board()
    draft = NewsPageFactory(parent=news_index, title="Heron", live=False)
    client.force_login(board.people["editor"])
    words = [("text", rich_text(f'<p><a linktype="page" id="{draft.pk}">it</a></p>'))]
    [message] = told(add_news(client, board.index, news_form("Egret", words)))
    assert "a page of others" in message
    assert "Heron" not in message
