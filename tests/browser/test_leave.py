"""Leaving quickly: what /hide-your-visit/ promises is what happens in a real browser."""

import http.server
import threading

import pytest

from bench.served import free_port
from tests.browser.conftest import patient

ELSEWHERE = b"<!DOCTYPE html><title>Weather</title><h1>Sunny spells</h1>"

WORDS_UP_TO_THE_NEXT_HEADING = """elements => {
    const end = elements.findIndex(element => element.matches('h2'))
    const own = elements.slice(0, end).flatMap(one => one.matches('ul') ? [...one.children] : [one])
    return own.map(one => one.innerText.trim())
}"""


class Weather(http.server.BaseHTTPRequestHandler):
    """A page about something else, that notes what it was told of the reader's way."""

    asked: list = []

    def do_GET(self):
        if self.path == "/":  # Not the browser's own question for its icon: that one names this page.
            self.asked.append(self.headers)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(ELSEWHERE)

    def log_message(self, *args):
        pass


@pytest.fixture
def elsewhere():
    """A page elsewhere, on a server of our own."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Weather.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def lead_there(page, elsewhere):
    """Let the way out lead to our own server: a test calls no other."""
    page.evaluate("url => { document.querySelector('.govuk-exit-this-page__button').href = url }", elsewhere)


def read_two_pages(page, demo_site, elsewhere):
    page.goto("about:blank")
    page.goto(demo_site.url + "/")
    page.goto(demo_site.url + "/news/")
    lead_there(page, elsewhere)


def leave_by_button(page):
    page.get_by_role("link", name="Leave this page").click()


def leave_by_keyboard(page):
    for _ in range(3):
        page.keyboard.press("Shift")


def leave_with_enter(page):
    page.get_by_role("link", name="Leave this page").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keyboard, leave_with_enter])
def test_back_does_not_show_the_page_that_was_left(page, demo_site, elsewhere, leave):
    read_two_pages(page, demo_site, elsewhere)
    entries = page.evaluate("history.length")
    leave(page)
    page.wait_for_url(elsewhere)
    assert page.evaluate("history.length") == entries
    page.go_back()
    # The page before it is still there, as /hide-your-visit/ says.
    assert page.url == demo_site.url + "/"


@pytest.mark.parametrize("name", ["Skip to main content", "Who to ring"])
def test_a_jump_within_the_page_leaves_no_trace_of_it_either(page, demo_site, elsewhere, name):
    """Skip links are entries of the history, and those who need them use them first of all."""
    read_two_pages(page, demo_site, elsewhere)
    page.get_by_role("link", name=name).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/news/#*")
    leave_by_button(page)
    page.wait_for_url(elsewhere)
    page.go_back()
    assert page.url == demo_site.url + "/"


def test_a_page_that_the_browser_kept_in_memory_is_shown_as_it_was(
    playwright, browser_type_launch_args, demo_site, elsewhere
):
    """Browsers keep pages whole for Back; Playwright turns that off unless it is told not to."""
    with playwright.chromium.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    ) as browser:
        page = patient(browser.new_context()).new_page()
        page.goto(demo_site.url + "/")
        page.evaluate("window.isKept = true")
        page.get_by_role("link", name="News", exact=True).first.click()
        page.wait_for_url("**/news/")
        lead_there(page, elsewhere)
        leave_by_button(page)
        page.wait_for_url(elsewhere)
        page.go_back(wait_until="commit")
        assert page.url == demo_site.url + "/"
        assert page.evaluate("window.isKept"), "The control: the page was not kept."
        assert page.locator("h1").is_visible()
        assert page.locator(".govuk-exit-this-page-overlay").count() == 0


def test_words_that_were_searched_for_stand_in_the_history_as_we_say(page, demo_site, elsewhere):
    page.goto(demo_site.url + "/")
    page.get_by_role("searchbox").first.fill("bruises")
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url("**/search/?q=bruises")
    page.goto(demo_site.url + "/news/")
    lead_there(page, elsewhere)
    leave_by_button(page)
    page.wait_for_url(elsewhere)
    page.go_back()
    assert page.url.endswith("/search/?q=bruises")


def test_the_next_page_is_told_nothing(page, demo_site, elsewhere):
    read_two_pages(page, demo_site, elsewhere)
    leave_by_button(page)
    page.wait_for_url(elsewhere)
    assert [headers.get("Referer") for headers in Weather.asked] == [None]
    assert page.evaluate("document.referrer") == ""


def test_the_page_is_covered_before_the_next_one_answers(page, demo_site):
    page.goto(demo_site.url + "/news/")
    lead_there(page, "http://127.0.0.1:9/")  # Nothing answers there; the browser shows its own page only later.
    page.evaluate(
        """() => {
            const button = document.querySelector('.govuk-exit-this-page__button')
            button.addEventListener('click', () => { window.stop() })
            button.click()
        }"""
    )
    cover = page.get_by_role("alert")
    cover.wait_for()
    assert cover.inner_text() == page.title() == "Leaving"
    assert cover.bounding_box()["height"] >= page.viewport_size["height"]
    assert not page.locator("h1").is_visible()


def test_shift_announces_what_is_left_to_press_and_gives_up_by_itself(page, demo_site):
    page.clock.install()
    page.goto(demo_site.url + "/news/")
    announced = page.locator(".leave [role=status]")
    page.keyboard.press("Shift")
    assert announced.inner_text() == "Shift: press it 2 more times to leave this page."
    page.keyboard.press("Shift")
    assert announced.inner_text() == "Shift: press it once more to leave this page."
    page.clock.run_for(6_000)
    assert announced.inner_text() == "You are staying on this page."
    assert page.url.endswith("/news/")


def test_typing_capital_letters_does_not_leave(page, demo_site):
    page.goto(demo_site.url + "/news/")
    page.get_by_role("searchbox").first.focus()
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    assert page.url.endswith("/news/")
    assert page.get_by_role("searchbox").first.input_value() == "ABC"


def test_without_javascript_it_is_a_link_and_back_shows_the_page_as_we_say(browser, demo_site, elsewhere):
    context = patient(browser.new_context(java_script_enabled=False))
    page = context.new_page()
    page.goto(demo_site.url + "/hide-your-visit/")
    assert "Back shows the page that you left" in page.locator("main").inner_text()
    assert not page.get_by_text("press Shift 3 times", exact=False).first.is_visible()
    page.goto(demo_site.url + "/news/")
    link = page.get_by_role("link", name="Leave this page")
    page.route(link.get_attribute("href"), lambda route: route.fulfill(body=ELSEWHERE, content_type="text/html"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    leave_by_keyboard(page)
    assert page.url == demo_site.url + "/news/"
    assert page.locator("h1").is_visible()
    link.click()
    page.wait_for_url("https://www.bbc.co.uk/weather")
    assert asked == ["https://www.bbc.co.uk/weather"], "Shift has led there already."
    assert page.locator("h1").inner_text() == "Sunny spells"
    page.go_back()
    assert page.url == demo_site.url + "/news/"
    context.close()


def test_the_button_stays_in_sight_at_the_end_of_a_long_page(page, demo_site):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(demo_site.url + "/hide-your-visit/")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate("window.scrollY") > 500
    box = page.get_by_role("link", name="Leave this page").bounding_box()
    assert 0 <= box["y"] < 60
    assert box["height"] >= 44


PROMISES = {
    "The button is at the top of every page.": test_the_button_stays_in_sight_at_the_end_of_a_long_page,
    "It shows you a page about something else.": test_back_does_not_show_the_page_that_was_left,
    "On a keyboard you can press Shift three times instead.": test_back_does_not_show_the_page_that_was_left,
    "The page that you left is covered at once,": test_the_page_is_covered_before_the_next_one_answers,
    "and the Back button does not show it again.": test_a_jump_within_the_page_leaves_no_trace_of_it_either,
    "Pages that you looked at before stay in your browser’s list, which is called the history.": (
        test_back_does_not_show_the_page_that_was_left
    ),
    "The Back button may show one of them.": test_back_does_not_show_the_page_that_was_left,
    "What you typed into a search stands in that list too.": (
        test_words_that_were_searched_for_stand_in_the_history_as_we_say
    ),
    "If your browser has JavaScript turned off, Shift does nothing, and Back shows the page that you left.": (
        test_without_javascript_it_is_a_link_and_back_shows_the_page_as_we_say
    ),
    "It does not clear anything.": test_back_does_not_show_the_page_that_was_left,
}


def test_the_page_promises_what_was_seen_and_nothing_more(page, demo_site):
    """A change of the words comes with the test that has seen what they say."""
    page.goto(demo_site.url + "/hide-your-visit/")
    said = [
        text
        for heading in ("“Leave this page”", "What the button cannot do")
        for text in page.locator(f"h2:text-is('{heading}') ~ *").evaluate_all(WORDS_UP_TO_THE_NEXT_HEADING)
    ]
    assert " ".join(said) == " ".join(PROMISES)
