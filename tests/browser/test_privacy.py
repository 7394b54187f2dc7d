"""Nothing kept, nothing called, nothing against the policy: in a real browser."""

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.pages import PAGES, name_of, the_rest_in_test_all
from tests.browser.privacy import breaches, noting


@pytest.mark.test_all("test_visit.py asks it of the representatives.")
@pytest.mark.parametrize("page_type", PAGES, ids=name_of)
def test_no_cookie_no_storage_no_other_host_no_complaint(page, demo_site, page_type):
    with noting(page) as noted:
        response = page.goto(demo_site.address(page_type))
        page.wait_for_load_state("networkidle")
        assert response.status == page_type.status
        assert breaches(page, page_type, noted) == {}


def test_the_policy_stops_a_script_that_is_written_into_a_page(page, demo_site):
    """The control: the browser does hold pages to the policy, and says so."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(demo_site.url + "/news/")
    page.evaluate(
        """() => {
            const script = document.createElement('script')
            script.textContent = 'window.ran = true'
            document.body.append(script)
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in line for line in said)


def log_up_to(words, path):
    """Return what a log says when it says the words, which the server writes after it has answered."""
    deadline = time.monotonic() + 60
    while words not in (log := path.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return log


def test_what_was_asked_for_is_in_no_log(page, demo_site):
    """Neither where all goes well, nor where nothing is there, nor where the site breaks, nor of what is no request."""
    words = "bruisesathome"
    for path in ("/search/", "/search/nothing/", "/no-such-page/", "/wrong/broken/"):
        page.goto(f"{demo_site.url}{path}?q={words}")
    address = urlsplit(demo_site.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as line:
        line.sendall(f"GET /search/?q=my {words} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
        assert b"400 Bad Request" in line.recv(1000)
    log = log_up_to("Invalid request.", Path(demo_site.log))
    assert words not in log
    assert "127.0.0.1:" not in log.replace(demo_site.url, "")
    # The control: each of them did leave a line.
    assert '"GET /search/" 200' in log
    assert '"GET /no-such-page/" 404' in log
    assert "builtins.ValueError (its text is left out)" in log
    assert "Invalid request." in log


@pytest.mark.parametrize("page_type", the_rest_in_test_all(PAGES))
def test_it_reads_the_same_without_javascript(tab_without_javascript, demo_site, page_type):
    page = tab_without_javascript
    page.goto(demo_site.address(page_type))
    assert page.locator("h1").is_visible()
    assert page.get_by_role("search").first.is_visible()
    assert page.get_by_role("link", name="Leave this page").is_visible()
    assert page.get_by_role("link", name="999").first.is_visible()
