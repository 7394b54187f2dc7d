"""Sign-in in a real browser: passkeys of a phone that Chromium plays, and the pages for every factor."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SET_UP, give_password, patient
from tests.browser.people import add_person
from tests.browser.test_approval import WATCHING

# Sites are changed in one process only.
pytestmark = pytest.mark.xdist_group("whole site")

PHONE = {"width": 360, "height": 640}
# A phone that asks for a finger and stores what it makes (WebAuthn, 11.2).
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Phone:
    """A browser of the width of a phone, with an authenticator that can be lost and replaced."""

    def __init__(self, browser):
        self.context = patient(browser.new_context(viewport=PHONE))
        self.page = self.context.new_page()
        self.session = self.context.new_cdp_session(self.page)
        self.session.send("WebAuthn.enable")
        self.replace()

    def replace(self):
        """Take another authenticator in place of the last, whose passkeys are lost."""
        if hasattr(self, "authenticator"):
            self.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.authenticator})
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.authenticator = made["authenticatorId"]

    def verify(self, *, is_verified):
        """Let the phone know its owner from now on, or not."""
        arguments = {"authenticatorId": self.authenticator, "isUserVerified": is_verified}
        self.session.send("WebAuthn.setUserVerified", arguments)

    def sign_out(self):
        """Forget the session, as at the end of a day."""
        self.context.clear_cookies()


@pytest.fixture
def phone(browser):
    phone = Phone(browser)
    yield phone
    phone.context.close()


def add_passkey(page, name):
    """Add a passkey under a name on the page that lists them, and wait for the page that follows."""
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    with page.expect_navigation():
        page.get_by_role("button", name="Add the passkey").click()


def sign_in_with_passkey(page, demo_site, path):
    """Open a page of the admin and sign in on the way there."""
    page.goto(demo_site.passkey_url + path)
    with page.expect_navigation(url=f"**{path}"):
        page.get_by_role("button", name="Sign in with a passkey").click()


def test_chair_sets_up_a_passkey_signs_in_and_decides(demo_site, phone):
    """From the mail to the decision: the link, the passkey, the button."""
    (number,) = demo_site.run("tests.browser.submitting", "1", "statements").split()
    chair, page = add_person(demo_site, "Independent Chair"), phone.page
    give_password(page, demo_site, chair, demo_site.passkey_url)
    assert page.url.endswith(SET_UP)
    add_passkey(page, "My phone")
    # Neither the password nor the passkey was asked for again.
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator("[data-recovery-codes] code").all_inner_texts()
    assert len(set(codes)) == 10
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.path().read_text().split() == codes
    page.get_by_role("link", name="I have kept them: go on").click()
    page.wait_for_url("**/admin/")

    phone.sign_out()
    sign_in_with_passkey(page, demo_site, f"/admin/approvals/{number}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Approve these words and files").click()
    expect(page.get_by_text("is approved").first).to_be_visible()

    lose_and_replace(demo_site, phone, chair, codes)


def lose_and_replace(demo_site, phone, chair, codes):
    """Sign in with a recovery code, remove the lost passkey and add another."""
    page = phone.page
    phone.sign_out()
    phone.replace()
    page.goto(f"{demo_site.passkey_url}/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-error]")).to_contain_text("choose another way")
    give_password(page, demo_site, chair, demo_site.passkey_url)
    expect(page.get_by_role("button", name="Use your passkey")).to_be_visible()
    page.get_by_label("Recovery code").fill(codes[4])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    page.goto(demo_site.passkey_url + SET_UP)
    expect(page.get_by_text("You have 9 codes left.")).to_be_visible()
    add_passkey(page, "My new phone")
    page.get_by_role("link", name="Remove My phone").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Remove the passkey").click()
    assert page.locator("main h3").all_inner_texts() == ["My new phone"]
    phone.sign_out()
    sign_in_with_passkey(page, demo_site, "/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.test_all("What a form holds is kept by a page that the quick tests read; here it goes round in a browser.")
def test_form_that_outlived_its_session_is_sent_again(demo_site, sign_in):
    (number,) = demo_site.run("tests.browser.submitting", "1").split()
    page = sign_in("moderator")
    page.add_init_script(WATCHING)
    page.goto(f"{demo_site.url}/admin/pages/{number}/edit/")
    page.wait_for_function("window.isWatched")
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_title").fill("")
    page.locator("#id_title").press_sequentially("Warm spaces, said “twice” <b>")
    # Autosave says so, and stays for what comes.
    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-tooltip-content-value", re.compile("You have been signed out")
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", name="Nothing you wrote is lost")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    give_password(opened.value, demo_site, "moderator")
    opened.value.get_by_role("button", name="Skip for now").click()
    opened.value.wait_for_url("**/admin/")
    with page.expect_navigation():
        page.get_by_role("button", name="Send it again").click()
    assert page.locator("#id_title").input_value() == "Warm spaces, said “twice” <b>"
    page.reload()
    assert page.locator("#id_title").input_value() == "Warm spaces, said “twice” <b>"


@pytest.mark.test_all("Another answer of the same authenticator.")
def test_phone_that_does_not_know_its_owner_signs_no_one_in(demo_site, phone):
    username, page = add_person(demo_site, "Moderators"), phone.page
    give_password(page, demo_site, username, demo_site.passkey_url)
    add_passkey(page, "My phone")
    phone.sign_out()
    phone.verify(is_verified=False)
    page.goto(f"{demo_site.passkey_url}/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-error]")).not_to_be_empty()
    give_password(page, demo_site, username, demo_site.passkey_url)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.locator("[data-passkey-error]")).not_to_be_empty()
    page.goto(f"{demo_site.passkey_url}/admin/")
    assert "/accounts/login/" in page.url
    phone.verify(is_verified=True)
    sign_in_with_passkey(page, demo_site, "/admin/")
