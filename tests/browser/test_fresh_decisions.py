"""A chair decides on a phone in three actions, however long ago the sign-in was, and loses nothing that was typed."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import give_password
from tests.browser.test_sign_in import Phone, add_passkey, add_person

# Sites are changed in one process only.
pytestmark = pytest.mark.xdist_group("whole site")

APPROVE = "Approve these words and files"
MOST_ACTIONS = 3


class Chair:
    """A chair with a passkey on a phone, who opens links and presses buttons, which are counted."""

    def __init__(self, demo_site, phone):
        self.site, self.phone, self.page, self.actions = demo_site, phone, phone.page, 0
        give_password(self.page, demo_site, add_person(demo_site, "Independent Chair"), demo_site.passkey_url)
        add_passkey(self.page, "My phone")

    def open(self, path):
        """Follow the link of a mail."""
        self.actions += 1
        self.page.goto(self.site.passkey_url + path)

    def press(self, name):
        """Press a button that leads to another page; the phone asks for a finger where it needs one."""
        self.actions += 1
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def let_time_pass(self):
        """Come back after a quarter of an hour."""
        self.site.run("tests.browser.aging")


@pytest.fixture(scope="module")
def statements(demo_site):
    """The numbers of statements that wait for the chair."""
    return demo_site.run("tests.browser.submitting", "3", "statements").split()


@pytest.fixture
def chair(demo_site, browser):
    phone = Phone(browser)
    yield Chair(demo_site, phone)
    phone.context.close()


def notes(demo_site, number):
    """Return the notes of a page's approvals."""
    with closing(sqlite3.connect(f"file:{demo_site.folder / 'site.sqlite3'}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT note FROM approvals_statementapproval WHERE page_id = ?", [number])
        return [note.replace("\r\n", "\n") for (note,) in rows]


@pytest.mark.test_all("make test decides after a sign-in with a passkey, and asks the question in Python.")
def test_three_actions_from_the_mail_to_the_decision(demo_site, statements, chair):
    signed_out, signed_in, read_slowly = statements
    chair.phone.sign_out()
    chair.open(f"/admin/approvals/{signed_out}/")
    chair.press("Sign in with a passkey")
    chair.press(APPROVE)
    assert notes(demo_site, signed_out) == [""]
    assert chair.actions <= MOST_ACTIONS

    chair.actions = 0
    chair.let_time_pass()
    chair.open(f"/admin/approvals/{signed_in}/")
    expect(chair.page.get_by_role("button", name=APPROVE, exact=True)).to_have_count(0)
    assert chair.page.evaluate("document.documentElement.scrollWidth") <= chair.page.viewport_size["width"]
    chair.press("Approve with your passkey")
    assert notes(demo_site, signed_in) == [""]
    assert chair.actions < MOST_ACTIONS

    # The quarter of an hour ends while the statement is read.
    chair.actions = 0
    chair.open(f"/admin/approvals/{read_slowly}/")
    chair.page.get_by_label("Note").fill("Agreed.\n“Quoted” & <kept>")
    chair.let_time_pass()
    chair.press(APPROVE)
    expect(chair.page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert chair.page.evaluate("document.documentElement.scrollWidth") <= chair.page.viewport_size["width"]
    assert notes(demo_site, read_slowly) == []
    chair.press("Confirm with your passkey")
    expect(chair.page.get_by_text("is approved").first).to_be_visible()
    assert notes(demo_site, read_slowly) == ["Agreed.\n“Quoted” & <kept>"]
    assert chair.actions <= MOST_ACTIONS


@pytest.mark.test_all("A test in Python sends what the dialogue sends; this one has Wagtail's script show the answer.")
def test_dialogue_of_the_admin_leads_to_the_question(demo_site, sign_in):
    demo_site.run("tests.browser.submitting", "1")
    page = sign_in("moderator")
    page.goto(f"{demo_site.url}/admin/")
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("button", name="Approve with comment").first.click()
    page.get_by_role("dialog").get_by_label("Comment").fill("Well written.")
    demo_site.run("tests.browser.aging")
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()
    page.get_by_label("Your password").fill(demo_site.passwords["moderator"])
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("Approved. Public.").first).to_be_visible()
