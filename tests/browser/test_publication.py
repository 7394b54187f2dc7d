"""The whole way of a statement in a real browser: written, reviewed, approved, read, found."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import patient

# It publishes and withdraws on the site that the crawler reads: one after the other, in one process.
pytestmark = pytest.mark.xdist_group("whole site")

TITLE = "Our statement on the heron review"
WORDS = "We have read the review and accept all of it."


def public_status(browser, address):
    context = patient(browser.new_context())
    status = context.request.get(address).status
    context.close()
    return status


def write_statement(page, demo_site):
    """Write and submit a statement as an editor would: by the menu, the block picker and the keyboard."""
    page.goto(f"{demo_site.url}/admin/pages/")
    page.get_by_role("link", name="Explore child pages of 'Home'").click()
    page.get_by_role("link", name="Explore child pages of 'News'").click()
    page.goto(demo_site.url + page.get_by_role("link", name="Add child page").first.get_attribute("href"))
    page.fill("#id_title", TITLE)
    body = page.locator("#panel-child-content-body-section")
    body.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Statement").click()
    statement = page.locator("[data-contentpath=statement] [role=textbox]")
    statement.click()
    # What is typed before the rich text editor has started is lost on the screen too: a person would type it again.
    while WORDS not in statement.inner_text():
        statement.press("Control+a")
        statement.press_sequentially(WORDS)
    sent = "words => document.querySelector('[name=body-0-value-statement]').value.includes(words)"
    page.wait_for_function(sent, arg=WORDS)
    page.fill("[name=body-0-value-speaker]", "Alex Example")
    page.fill("[name=body-0-value-role]", "Independent Chair")
    page.fill("[name=body-0-value-date]", "02/11/2026")
    # The calendar opens a moment after its field has the focus, and covers the buttons until another has it.
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    page.locator("[name=body-0-value-role]").click()
    expect(calendar).to_have_count(0)
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Submit to Board approval").click()
    told = page.locator(".messages").inner_text()
    assert "created and submitted for moderation" in told, (told, page.locator(".w-field__errors").all_inner_texts())


def approve(page, demo_site):
    """Approve what waits on the dashboard, by its menu: the quickest way on a phone."""
    page.goto(f"{demo_site.url}/admin/")
    row = page.get_by_role("row").filter(has_text=TITLE)
    row.get_by_role("button", name="Actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Approve", exact=True).click()
    page.goto(f"{demo_site.url}/admin/")
    assert page.get_by_role("row").filter(has_text=TITLE).count() == 0


def hold(page, demo_site):
    """Follow the first page of the admin to the words, read them, and approve them to be held."""
    page.goto(f"{demo_site.url}/admin/")
    waiting = page.get_by_role("listitem").filter(has_text=f"“{TITLE}” waits for you")
    waiting.get_by_role("link", name="Read and decide").click()
    expect(page.get_by_role("article").get_by_text(WORDS)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_label("Hold: a moderator puts it out").check()
    page.get_by_label("Note").fill("Out when the inquest ends.")
    with page.expect_navigation():
        page.get_by_role("button", name="Approve these words and files").click()
    page.get_by_text("is approved and held").first.wait_for()


def put_out(page, demo_site):
    """Put out what is held, as a moderator on the day."""
    page.goto(f"{demo_site.url}/admin/approvals/held/")
    page.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="Put out…").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Put out now").click()
    page.get_by_text("is public.").first.wait_for()


def withdraw(page, demo_site):
    """Take the page down with a notice, from the register's neighbour: the page's own menu."""
    page.goto(f"{demo_site.url}/admin/statement-register/?q=heron")
    page.get_by_role("link", name="Inspect").first.click()
    number = re.search(r"of page (\d+)", page.locator("main").inner_text())[1]
    page.goto(f"{demo_site.url}/admin/withdrawals/{number}/")
    page.get_by_label("It is being corrected.").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Withdraw now").click()


def test_a_statement_from_draft_to_reader(browser, demo_site, sign_in):
    address = f"{demo_site.url}/news/our-statement-on-the-heron-review/"
    write_statement(sign_in("editor"), demo_site)
    assert public_status(browser, address) == 404
    moderator = sign_in("moderator")
    approve(moderator, demo_site)
    assert public_status(browser, address) == 404
    hold(sign_in("chair", width=360), demo_site)
    assert public_status(browser, address) == 404
    put_out(moderator, demo_site)

    context = patient(browser.new_context())
    page = context.new_page()
    assert page.goto(address).status == 200
    assert WORDS in page.locator("main").inner_text()
    assert page.locator("main blockquote").count() == 1
    for place in ("/news/", "/news/statements/"):
        page.goto(demo_site.url + place)
        expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    page.goto(demo_site.url)
    page.get_by_role("searchbox").first.fill("heron")
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    assert TITLE in context.request.get(f"{demo_site.url}/news/feed/").text()

    withdraw(moderator, demo_site)
    assert page.goto(address).status == 410
    assert "It is being corrected." in page.locator("main").inner_text()
    assert WORDS not in page.content()
    assert Axe().run(page).violations_count == 0
    context.close()
