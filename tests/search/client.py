"""Asks the public search, each time as somebody else: whoever asks very often is told to wait; and reads its answer."""

import itertools
import re
from ipaddress import IPv4Address
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

# Addresses that nobody has (RFC 1918).
ADDRESSES = (str(IPv4Address("10.0.0.1") + number) for number in itertools.count())


def ask(client, raw: str | None = None, **parameters):
    """Return the answer to parameters, or to a query string as it goes over the line."""
    asker = {"REMOTE_ADDR": next(ADDRESSES)}
    if raw is not None:
        return client.get("/search/", QUERY_STRING=raw, **asker)
    return client.get("/search/", parameters, **asker)


def results(client, typed: str, **facets) -> "Results":
    """Return what stands on the page that answers what was typed."""
    response = ask(client, q=typed, **facets)
    assert response.status_code == 200
    return Results(response)


class Results:
    """What a reader, and whoever looks into the page's source, sees of an answer."""

    def __init__(self, response):
        self.html = response.content.decode()
        self.soup = BeautifulSoup(self.html, "html.parser")

    @property
    def addresses(self) -> list[str]:
        """Return the addresses of the pages that were found, in order."""
        return [urlsplit(link["href"]).path for link in self.soup.select("li.hit h2 a[href]")]

    @property
    def files(self) -> list[tuple[str, str]]:
        """Return the words and the address of each link into a file."""
        return [(link.get_text(), link["href"]) for link in self.soup.select("li.hit .hit__file a[href]")]

    @property
    def marked(self) -> list[str]:
        """Return the words that are marked."""
        return [mark.get_text() for mark in self.soup.find_all("mark")]

    @property
    def suggestion(self) -> str:
        """Return what “did you mean” says, or an empty string."""
        return " ".join(element.get_text(" ") for element in self.soup.select(".did-you-mean"))

    @property
    def facets(self) -> dict[str, int]:
        """Return the values that are offered for narrowing the search, each with its count."""
        values = [value.get_text(" ", strip=True) for value in self.soup.select(".facet .facet__values li")]
        counted = {}
        for value in values:
            numbers = re.findall(r"\d+", value)
            assert numbers, f"no count: {value}"
            counted[value] = int(numbers[-1])
        return counted

    def holds(self, word: str) -> bool:
        """Say whether a word stands anywhere in the page's source, in whatever case."""
        return word.casefold() in self.html.casefold()
