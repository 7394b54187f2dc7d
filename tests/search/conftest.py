"""What tests of the search share."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup


@dataclass
class Hit:
    """A hit as the page prints it."""

    title: str
    address: str
    extract: str
    marked: list[str]
    file: str
    file_address: str


@dataclass
class Page:
    """The page of results as a reader gets it."""

    soup: BeautifulSoup
    hits: list[Hit]

    @property
    def titles(self):
        return [hit.title for hit in self.hits]

    @property
    def notice(self):
        found = self.soup.select_one(".did-you-mean")
        return " ".join(found.get_text().split()) if found else ""

    @property
    def asks_for_help(self):
        return self.soup.select_one(".search-help") is not None

    @property
    def facets(self):
        """Return the labels with their counts, by the heading of the facet."""
        return {
            facet.select_one("h2").get_text(): [" ".join(item.get_text().split()) for item in facet.select("li")]
            for facet in self.soup.select("nav.facet")
        }

    def link(self, text):
        """Return the address of the link with a text."""
        (found,) = [link for link in self.soup.select("main a") if " ".join(link.get_text().split()) == text]
        return found["href"]


def read(response) -> Page:
    """Return what a page of results says."""
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    hits = []
    for item in soup.select("li.hit"):
        link, extract, file = (item.select_one(css) for css in ("h2 a", ".hit__extract", ".hit__file a"))
        hits.append(
            Hit(
                link.get_text(),
                link["href"],
                extract.get_text() if extract else "",
                [mark.get_text() for mark in item.select("mark")],
                file.get_text() if file else "",
                file["href"] if file else "",
            )
        )
    return Page(soup, hits)


@pytest.fixture
def search(client, db):
    """Return a function that searches as a reader does and returns what the page says."""

    def search(words, **parameters):
        response = client.get("/search/", {"q": words, **parameters})
        assert response.status_code == 200, response.status_code
        return read(response)

    return search
