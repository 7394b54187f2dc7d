"""Addresses in the form that redirects use, and what the site serves there itself."""

import pytest

from board.redirects.addresses import AddressError, normalised_address, resolve_on_site
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
        ("/a%2fb%20c//./d./?y=1+2&x=%26&z", "/a/b c/d?x=%26&y=1 2&z"),
    ],
)
def test_address_is_normalised_to_path_and_query(address, path):
    assert normalised_address(address) == path


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
        ("/" + "x" * 4000, "is longer than 4,000 characters"),
        ("/a\nb", "no address can have"),
        ("/a%00b", "no address can have"),
    ],
)
def test_invalid_address_is_refused(address, words):
    with pytest.raises(AddressError, match=words):
        normalised_address(address)


@pytest.mark.parametrize(
    ("path", "route"),
    [("/news/heron", ""), ("/news/heron?a=1", ""), ("/", ""), ("/news/statements", "/statements/"), ("/news", "")],
)
def test_live_page_is_resolved(site, heron, path, route):
    served = resolve_on_site(site, path)
    assert served.page.live
    assert served.route == route


@pytest.mark.parametrize("path", ["/search?q=x", "/admin", "/sitemap.xml", "/accessibility-statement", "/robots.txt"])
def test_view_that_is_no_page_is_resolved(site, path):
    served = resolve_on_site(site, path)
    assert served is not None
    assert served.page is None


@pytest.mark.parametrize("path", ["/news.php", "/no-such-page", "/news/draft", "/documents/99/report.pdf", "/news/no/"])
def test_path_with_404_is_not_resolved(site, news_index, path):
    NewsPageFactory(parent=news_index, slug="draft", live=False)
    assert resolve_on_site(site, path) is None


def test_withdrawn_page_is_resolved(site, heron, moderator):
    heron.save_revision().publish()
    Withdrawal.withdraw(heron, moderator, "error")
    assert resolve_on_site(site, "/news/heron").page.pk == heron.pk
