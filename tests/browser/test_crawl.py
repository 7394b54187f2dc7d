"""Every address of the demo site: links, cookies, hosts, markup, and what is told to machines."""

import io
import json
import re
import shutil
import subprocess
from functools import cache
from urllib.parse import urldefrag, urljoin

import pytest
from PIL import Image

from tests.browser.conftest import missing, node_tools
from tests.browser.crawler import crawl, read
from tests.browser.pages import PAGES

# One process reads the whole site, once, and nothing is published meanwhile.
pytestmark = pytest.mark.xdist_group("whole site")

OPEN_GRAPH = {"title", "type", "url", "description", "site_name", "locale", "image", "image:alt"}
CSS_ADDRESS = re.compile(rb"url\(\s*['\"]?([^'\")]+)")


ANY_NUMBER = 1_000
COMBINATIONS = [
    pytest.param(1, id="one choice"),
    pytest.param(ANY_NUMBER, id="every choice", marks=pytest.mark.test_all("Three quarters of all addresses.")),
]


@pytest.fixture(scope="session")
def read_once(demo_site):
    """Return a function that reads the demo site and the new board, once for each number of choices."""
    return cache(lambda most: crawl(demo_site.url, most) | crawl(demo_site.new_board_url, most))


@pytest.fixture(scope="session", params=COMBINATIONS)
def site(read_once, request):
    """Every address of the demo site and of the new board, with so many choices from a list as are told."""
    return read_once(request.param)


@pytest.fixture(scope="session")
def documents(site):
    """The pages of the demo site."""
    found = [answer for answer in site.values() if answer.is_html and answer.status == 200]
    assert len(found) > 150, "The crawler has missed most of the site."
    return found


@pytest.fixture(scope="session")
def unlinked(demo_site):
    """The pages that no link leads to: errors, notices, and those that ask who is there."""
    found = [(read(demo_site.address(page)), page) for page in PAGES if page.status != 200 or not page.is_public]
    assert [answer.status for answer, _ in found] == [page.status for _, page in found]
    return [answer for answer, _ in found] + [read(f"{demo_site.url}/wrong/last-resort/")]


def is_indexed(answer):
    return answer.soup.find("meta", attrs={"name": "robots"}) is None


def test_every_link_answers_or_redirects_once(site):
    broken = {}
    for url, answer in site.items():
        status = answer.status
        if status in {301, 302}:
            status = read(urljoin(url, answer.headers["Location"])).status
        if status != 200:
            broken[url] = (answer.status, status, answer.linked_from)
    assert broken == {}


def test_every_fragment_is_there(site, documents):
    missing_places = set()
    for answer in documents:
        for link in answer.links():
            url, fragment = urldefrag(link)
            target = site.get(url)
            if fragment and target and target.is_html and not target.soup.find(id=fragment):
                missing_places.add((answer.url, link))
    assert missing_places == set()


def test_nothing_sets_a_cookie_and_everything_keeps_the_readers_secret(site, demo_site):
    for answer in site.values():
        assert answer.headers["Set-Cookie"] is None, answer.url
        if "/static/" not in answer.url:
            assert answer.headers["Referrer-Policy"] == "no-referrer", answer.url
            assert "unsafe" not in answer.headers["Content-Security-Policy"], answer.url


def test_nothing_is_fetched_from_elsewhere(documents, site, demo_site):
    own = (f"{demo_site.url}/", f"{demo_site.new_board_url}/")
    fetched = {url for answer in documents for url in answer.fetched()}
    assert len(fetched) >= 5
    assert {url for url in fetched if not url.startswith(own)} == set()
    sheets = [answer for answer in site.values() if answer.headers.get_content_type() == "text/css"]
    assert sheets
    for sheet in sheets:
        assert CSS_ADDRESS.findall(sheet.body) == [], "The style fetches something."


def mistakes_in(pages, folder):
    """Return what the Nu Html Checker finds wrong with the markup of pages."""
    if shutil.which("java") is None:
        missing("Java")
    for number, answer in enumerate(pages):
        (folder / f"{number:03}.html").write_bytes(answer.body)
    jar = node_tools() / "vnu-jar/build/dist/vnu.jar"
    result = subprocess.run(
        ["java", "-jar", jar, "--errors-only", "--format", "gnu", folder], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0 or result.stderr
    return re.sub(r"(\d+)\.html", lambda match: pages[int(match[1])].url, result.stderr)


@pytest.mark.test_all("Every page there is; the next test judges the representatives.")
@pytest.mark.parametrize("site", [ANY_NUMBER], ids=["every choice"], indirect=True)
def test_every_page_is_valid_html(documents, unlinked, tmp_path):
    assert mistakes_in(documents + unlinked, tmp_path) == ""


def test_each_template_makes_valid_html(demo_site, tmp_path):
    pages = [read(demo_site.address(page)) for page in PAGES if page.is_representative]
    assert mistakes_in([*pages, read(f"{demo_site.url}/wrong/last-resort/")], tmp_path) == ""


def addresses_in(sitemap):
    """Return the addresses that a sitemap, or the index of several, lists."""
    return {address.decode() for address in re.findall(rb"<loc>([^<]+)</loc>", sitemap.body)}


def test_the_sitemap_lists_what_engines_may_keep_each_under_its_one_address(site, documents, demo_site):
    parts = addresses_in(site[f"{demo_site.url}/sitemap.xml"])
    listed = {address for part in parts for address in addresses_in(read(part))}
    assert len(listed) > 80
    canonical = {answer.url: answer.soup.find("link", rel="canonical") for answer in documents if is_indexed(answer)}
    assert {address for address in listed if canonical[address]["href"] != address} == set()


def test_open_graph_is_complete_and_its_picture_is_there(documents, demo_site):
    pictures = set()
    for answer in filter(is_indexed, documents):
        tags = {
            tag["property"][3:]: tag["content"]
            for tag in answer.soup.find_all("meta", property=re.compile("^og:"))
            if tag["content"]
        }
        assert tags.keys() >= OPEN_GRAPH, answer.url
        assert tags["url"] == answer.soup.find("link", rel="canonical")["href"], answer.url
        assert answer.soup.find("meta", attrs={"name": "twitter:card"})
        pictures.add(tags["image"])
    assert len(pictures) >= 2  # The board's sign, and an item's own.
    for picture in pictures:
        with Image.open(io.BytesIO(read(picture).body)) as opened:
            assert opened.size == (1200, 630)


def test_no_account_is_named(site):
    """The author of everything is the board: neither user names nor an author's tag of an account."""
    for answer in site.values():
        if answer.is_html:
            assert answer.soup.find("meta", attrs={"name": "author"}) is None
        if answer.headers.get_content_type() == "application/atom+xml":
            authors = set(re.findall(rb"<author><name>([^<]*)", answer.body))
            assert authors <= {
                b"Ashmere Safeguarding Children Partnership",
                b"Northmere Safeguarding Children Partnership",
            }
            assert authors, answer.url
        assert b"Marlow" not in answer.body, answer.url
        assert b"Oakes" not in answer.body, answer.url


def structured_data(documents):
    """Return address and graph of each page that has one."""
    for answer in documents:
        for script in answer.soup.find_all("script", type="application/ld+json"):
            yield answer.url, json.loads(script.string)["@graph"]


def test_structured_data_is_where_machines_look(documents, demo_site):
    kinds = {
        url.removeprefix(demo_site.url): {part["@type"] for part in graph} for url, graph in structured_data(documents)
    }
    assert "Organization" in kinds["/"]
    assert {"NewsArticle", "BreadcrumbList"} <= kinds["/news/statement-on-the-review-of-help-for-fern/"]
    assert {"NewsArticle", "Event"} <= kinds["/news/safer-internet-evening-for-parents-and-carers/"]
    assert "BreadcrumbList" in kinds["/worried-about-a-child/"]


def shape(value):
    """Return structured data without its words and numbers: keys and types alone, all the way down."""
    if isinstance(value, dict):
        return {key: part if key == "@type" else shape(part) for key, part in sorted(value.items())}
    return [shape(part) for part in value] if isinstance(value, list) else type(value).__name__


def check_types(parts, folder):
    """Return what the types of schema.org find wrong with structured data; ``parts`` are single things."""
    parts = list(parts)
    names = ", ".join(sorted({part["@type"] for part in parts} | {"WithContext"}))
    lines = [f'import type {{ {names} }} from "schema-dts"']
    for number, part in enumerate(parts):
        typed = json.dumps({"@context": "https://schema.org", **part}, ensure_ascii=False)
        lines.append(f"export const part{number}: WithContext<{part['@type']}> = {typed}")
    (folder / "data.ts").write_text("\n".join(lines))
    tools = node_tools()
    (folder / "node_modules").symlink_to(tools)
    command = [tools / ".bin/tsc", "--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "bundler"]
    result = subprocess.run(
        [*command, "--module", "esnext", "data.ts"], cwd=folder, capture_output=True, text=True, check=False
    )
    return result.stdout


def test_structured_data_is_valid_against_the_types_of_schema_org(documents, tmp_path):
    parts = [part for _, graph in structured_data(documents) for part in graph]
    assert len(parts) > 60
    # Things of the same shape are the same to the types: one of each.
    different = {json.dumps(shape(part)): part for part in parts}
    assert check_types(different.values(), tmp_path) == ""


def test_the_types_would_find_a_mistake(tmp_path):
    wrong = {"@type": "Event", "name": "Stand", "startDay": "2026-11-02"}
    assert "startDay" in check_types([wrong], tmp_path)
