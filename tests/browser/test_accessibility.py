"""Every page type of the demo site, at a phone's width and a desk's."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = [360, 1280]
PAGES = {
    "home": "/",
    "news index": "/news/",
    "news item with every block": "/news/learning-week-2026/",
    "statements": "/news/statements/",
    "library": "/resources/",
    "resource": None,
    "standard page": "/worried-about-a-child/",
    "accessibility statement": "/accessibility-statement/",
    "search": "/search/",
    "search with results": "/search/?q=children",
    "search without results": "/search/?q=zzzzzz",
    "not found": "/no-such-page/",
    "list page that does not exist": "/news/?page=999",
}


@pytest.fixture(params=PAGES)
def address(request, demo_site, page):
    path = PAGES[request.param]
    if path is None:
        page.goto(f"{demo_site.url}/resources/")
        path = page.locator("main article a, main li a").first.get_attribute("href")
    return demo_site.url + path if path.startswith("/") else path


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()


def test_nothing_overflows_at_320_pixels(page, address):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_one_h1_and_a_skip_link_that_works(page, address):
    page.goto(address)
    assert page.locator("h1").count() == 1
    page.keyboard.press("Tab")
    assert "Skip to" in page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "main-content"


def test_no_cookie_no_storage_no_other_host(page, context, demo_site, address):
    hosts = []
    page.on("request", lambda request: hosts.append(request.url))
    page.goto(address)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert [url for url in hosts if not url.startswith(demo_site.url)] == []


def test_it_reads_the_same_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("h1").is_visible()
    assert page.get_by_role("search").first.is_visible()
    context.close()
