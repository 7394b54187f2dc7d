"""Reads every address of a site that its pages, sitemap and feeds lead to."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPMessage
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

from bs4 import BeautifulSoup

STARTS = ["/", "/sitemap.xml", "/robots.txt", "/site.webmanifest", "/favicon.ico", "/.well-known/security.txt"]
READERS = 4  # As many as a worker of the server answers at once.
# What a browser fetches by itself to show a page.
FETCHED = {"img": "src", "script": "src", "source": "src", "iframe": "src", "link": "href"}
FETCHING_LINKS = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"}


class NoRedirects(HTTPRedirectHandler):
    """Shows redirects instead of following them."""

    def redirect_request(self, *args, **kwargs):
        """Follow nothing."""


@dataclass
class Answer:
    """What an address answered, and what it leads to."""

    url: str
    status: int
    headers: HTTPMessage
    body: bytes
    linked_from: set[str] = field(default_factory=set)

    @property
    def is_html(self) -> bool:
        """Return whether it is a page."""
        return self.headers.get_content_type() == "text/html"

    @cached_property
    def soup(self) -> BeautifulSoup:
        """Return the page, parsed."""
        return BeautifulSoup(self.body.decode(), "lxml")

    def links(self) -> set[str]:
        """Return the full addresses it leads to, fragments included."""
        if self.is_html:
            found = [tag["href"] for tag in self.soup.find_all(["a", "link"], href=True)]
            found += [tag["src"] for tag in self.soup.find_all(src=True)]
        else:
            # Calendars fold long lines (RFC 5545, 3.1).
            text = self.body.decode("utf-8", "replace").replace("\r\n ", "")
            found = re.findall(r"https?://[^\s\"'<>\\]+", text)
        found += self.headers.get_all("Location", [])
        return {urljoin(self.url, link) for link in found}

    def fetched(self) -> set[str]:
        """Return the full addresses that a browser fetches by itself to show the page."""
        tags = [tag for tag in self.soup.find_all(list(FETCHED)) if tag.get(FETCHED[tag.name])]
        return {
            urljoin(self.url, tag[FETCHED[tag.name]])
            for tag in tags
            if tag.name != "link" or FETCHING_LINKS & set(tag["rel"])
        }


def read(url: str) -> Answer:
    """Return what an address answers to a new visitor."""
    try:
        response = build_opener(NoRedirects).open(url, timeout=120)
    except HTTPError as error:
        response = error
    with response:
        return Answer(url, response.status, response.headers, response.read())


def is_read(url: str, root: str, most_choices: int) -> bool:
    """Return whether an address is of the site, and not of its admin, and chooses no more than so much of a list."""
    if not url.startswith(f"{root}/"):
        return False
    address = urlsplit(url)
    return not address.path.startswith("/admin/") and len(parse_qsl(address.query)) <= most_choices


def crawl(root: str, most_choices: int) -> dict[str, Answer]:
    """
    Return what every address of the site answers, by address without fragment.

    The lists can be narrowed down by several choices at once, in hundreds of combinations; those of more than
    ``most_choices`` are left out.
    """
    answers: dict[str, Answer] = {}
    sources: dict[str, set[str]] = {root + path: {""} for path in STARTS}
    with ThreadPoolExecutor(READERS) as readers:
        while sources:
            for answer in readers.map(read, [url for url in sources if url not in answers]):
                answers[answer.url] = answer
            found: dict[str, set[str]] = {}
            for url, linked_from in sources.items():
                if not answers[url].linked_from:
                    for link in filter(lambda link: is_read(link, root, most_choices), answers[url].links()):
                        found.setdefault(urldefrag(link).url, set()).add(url)
                answers[url].linked_from |= linked_from
            sources = found
    return answers
