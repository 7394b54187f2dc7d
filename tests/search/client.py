"""Asks the public search and reads the page of results, as a reader sees it and as its source has it."""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

# Private addresses (RFC 1918): each search comes from another, so that the rate limit refuses none.
ADDRESSES = (str(IPv4Address("10.0.0.1") + number) for number in itertools.count())


@dataclass
class Hit:
    """A hit as the page shows it."""

    title: str
    address: str
    snippet: str
    marked: list[str]
    file: str
    file_address: str


class ResultsPage:
    """A page of results."""

    def __init__(self, response):
        self.html = response.content.decode()

    @cached_property
    def soup(self):
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def hits(self) -> list[Hit]:
        return [read_hit(item) for item in self.soup.select("li.hit")]

    @property
    def titles(self) -> list[str]:
        return [hit.title for hit in self.hits]

    @property
    def addresses(self) -> list[str]:
        """Return the paths of the pages found, in order."""
        return [urlsplit(hit.address).path for hit in self.hits]

    @property
    def files(self) -> list[tuple[str, str]]:
        """Return the text and the address of each link into a file."""
        return [(hit.file, hit.file_address) for hit in self.hits if hit.file_address]

    @property
    def marked(self) -> list[str]:
        """Return the highlighted words."""
        return [mark.get_text() for mark in self.soup.find_all("mark")]

    @property
    def notice(self) -> str:
        """Return what the page says of a corrected query or of missing words."""
        return " ".join(" ".join(element.get_text().split()) for element in self.soup.select(".did-you-mean"))

    @property
    def asks_for_help(self) -> bool:
        """Return whether the contacts stand above the results."""
        return self.soup.select_one(".search-help") is not None

    @property
    def facets(self) -> dict[str, list[str]]:
        """Return the labels with their counts, by the heading of the facet."""
        return {
            facet.select_one("h2").get_text(): [" ".join(item.get_text().split()) for item in facet.select("li")]
            for facet in self.soup.select("nav.facet")
        }

    @property
    def facet_counts(self) -> dict[str, int]:
        """Return the count of each facet value, by its label with the count."""
        labels = [label for labels in self.facets.values() for label in labels]
        return {label: int(re.findall(r"\d+", label)[-1]) for label in labels}

    def link(self, text: str) -> str:
        """Return the address of the link with a text."""
        (link,) = [link for link in self.soup.select("main a") if " ".join(link.get_text().split()) == text]
        return link["href"]

    def contains(self, word: str) -> bool:
        """Return whether a word is anywhere in the source of the page, in whatever case."""
        return word.casefold() in self.html.casefold()


def read_hit(item) -> Hit:
    """Return the hit of an element of the list."""
    link, snippet, file = (item.select_one(css) for css in ("h2 a", ".hit__extract", ".hit__file a"))
    return Hit(
        link.get_text(),
        link["href"],
        snippet.get_text() if snippet else "",
        [mark.get_text() for mark in item.select("mark")],
        file.get_text() if file else "",
        file["href"] if file else "",
    )


def ask(client, raw: str | None = None, **parameters):
    """Return the response to parameters, or to a raw query string."""
    sender = {"REMOTE_ADDR": next(ADDRESSES)}
    if raw is not None:
        return client.get("/search/", QUERY_STRING=raw, **sender)
    return client.get("/search/", parameters, **sender)


def results(client, typed: str, **parameters) -> ResultsPage:
    """Return the page of results for a query."""
    response = ask(client, q=typed, **parameters)
    assert response.status_code == 200, response.status_code
    return ResultsPage(response)
