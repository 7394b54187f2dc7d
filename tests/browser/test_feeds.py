"""Feeds, read by two independent readers."""

import fastfeedparser
import feedparser
import pytest

from tests.browser.crawler import read

FEEDS = ["/news/feed/", "/news/statements/feed/", "/news/topics/neglect/feed/", "/news/2026/feed/"]


@pytest.mark.parametrize("path", FEEDS)
def test_two_readers_see_the_same_without_an_error(demo_site, path):
    answer = read(demo_site.url + path)
    assert answer.headers.get_content_type() == "application/atom+xml"
    first, second = feedparser.parse(answer.body), fastfeedparser.parse(answer.body)
    assert not first.bozo
    assert first.entries
    assert [(entry.title, entry.link) for entry in first.entries] == [
        (entry["title"], entry["link"]) for entry in second["entries"]
    ]
    assert first.feed.author == "Ashmere Safeguarding Children Partnership"
