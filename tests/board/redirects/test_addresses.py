"""Addresses as redirects know them, and what the site has there itself."""

import pytest

from board.redirects.addresses import AddressError, own_answer, path_of
from board.withdrawals.models import Withdrawal
from tests.factories import NewsPageFactory


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://www.example.org.uk/news.php?article=256", "/news.php?article=256"),
        ("/news.php?article=256", "/news.php?article=256"),
        (" http://example.org/a/b/#top ", "/a/b"),
        ("/a?b=2&a=1", "/a?a=1&b=2"),
        ("/caf%C3%A9", "/café"),
        ("https://example.org", "/"),
        ("/" + "x" * 254, "/" + "x" * 254),
    ],
)
def test_path_and_query_of_an_address(address, path):
    assert path_of(address) == path


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "is no address"),
        ("news.php?article=256", "is no address"),
        ("www.example.org/news", "is no address"),
        ("//example.org/news", "is no address"),
        ("ftp://example.org/news", "is no address"),
        ("https:///news", "is no address"),
        ("javascript:alert(1)", "is no address"),
        ("https://[broken/news", "is not an address"),
        ("/" + "x" * 255, "is longer than 255 characters"),
    ],
)
def test_what_is_no_address(address, words):
    with pytest.raises(AddressError, match=words):
        path_of(address)


@pytest.mark.parametrize(
    ("path", "route"),
    [("/news/heron", ""), ("/news/heron?a=1", ""), ("/", ""), ("/news/statements", "/statements/"), ("/news", "")],
)
def test_pages_that_answer(site, heron, path, route):
    answer = own_answer(site, path)
    assert answer.page.live
    assert answer.route == route


@pytest.mark.parametrize("path", ["/search?q=x", "/admin", "/sitemap.xml", "/accessibility-statement", "/robots.txt"])
def test_what_answers_and_is_no_page(site, path):
    answer = own_answer(site, path)
    assert answer is not None
    assert answer.page is None


@pytest.mark.parametrize("path", ["/news.php", "/no-such-page", "/news/draft", "/documents/99/report.pdf", "/news/no/"])
def test_what_does_not_answer(site, news_index, path):
    NewsPageFactory(parent=news_index, slug="draft", live=False)
    assert own_answer(site, path) is None


def test_a_withdrawn_page_answers_with_its_notice(site, heron, moderator):
    heron.save_revision().publish()
    Withdrawal.withdraw(heron, moderator, "error")
    assert own_answer(site, "/news/heron").page.pk == heron.pk
