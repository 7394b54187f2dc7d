"""A moderator approves with one click, however late the answer comes, and autosave takes no action."""

import random
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.delays import COOKIE

# Sites are changed in one process only.
pytestmark = pytest.mark.xdist_group("whole site")

# In seconds. Wagtail's autosave looks every half second whether anything has changed.
SHORT, LONG = 2, 5
MANY = 100
# Autosave compares with what the form holds when it begins to watch.
WATCHING = "addEventListener('w-unsaved:watch-edits', () => { window.isWatched = true })"


def approve(page, demo_site, number, seconds, comment=""):
    """Approve an item in its edit form, with the answer so many seconds late; return the messages that follow."""
    page.goto(f"{demo_site.url}/admin/pages/{number}/edit/")
    page.wait_for_function("window.isWatched")
    page.context.add_cookies([{"name": COOKIE, "value": str(seconds), "url": demo_site.url}])
    page.get_by_role("button", name="More actions").click()
    decision = page.get_by_role("button", name="Approve", exact=True)
    if comment:
        page.get_by_role("button", name="Approve with comment").click()
        page.get_by_label("Comment", exact=True).fill(comment)
        decision = page.get_by_role("dialog").get_by_role("button", name="Approve")
    with page.expect_navigation():
        decision.click()
    page.context.clear_cookies(name=COOKIE)
    return page.locator(".messages").inner_text()


def facts(demo_site, number):
    """Return whether an item is public and has a draft, how many revisions, and what the moderator has done."""
    with closing(sqlite3.connect(f"file:{demo_site.folder / 'site.sqlite3'}?mode=ro", uri=True)) as database:
        live, changed = database.execute(
            "SELECT live, has_unpublished_changes FROM basepage_basepage WHERE id = ?", [number]
        ).fetchone()
        revisions = database.execute("SELECT count(*) FROM wagtailcore_revision WHERE object_id = ?", [str(number)])
        log = database.execute(
            "SELECT action FROM wagtailcore_pagelogentry JOIN accounts_user ON accounts_user.id = user_id "
            "WHERE page_id = ? AND username = 'moderator' ORDER BY action",
            [number],
        )
        return bool(live), bool(changed), revisions.fetchone()[0], [action for (action,) in log]


APPROVED_ONCE = (True, False, 1, ["wagtail.publish", "wagtail.workflow.approve"])


@pytest.mark.parametrize(
    "delays",
    [
        pytest.param([SHORT], id="late"),
        pytest.param(
            [0, LONG, LONG], id="at once and very late", marks=pytest.mark.test_all("make test tries one delay.")
        ),
        pytest.param(
            [random.Random(number).uniform(0, LONG) for number in range(MANY)],
            id="a hundred",
            marks=pytest.mark.test_long("A hundred approvals."),
        ),
    ],
)
def test_one_click_approves_once(demo_site, sign_in, delays):
    numbers = demo_site.run("tests.browser.submitting", str(len(delays))).split()
    page = sign_in("moderator")
    page.add_init_script(WATCHING)
    errors = []
    page.context.on("response", lambda response: response.status >= 400 and errors.append(response.url))
    for number, seconds in zip(numbers, delays, strict=True):
        assert "Approved. Public." in approve(page, demo_site, number, seconds)
        # Whatever was on its way has arrived.
        page.goto("about:blank")
    assert [facts(demo_site, number) for number in numbers] == [APPROVED_ONCE] * len(numbers)
    assert errors == []


@pytest.mark.test_all("A script sends this form; make test tries the one that the browser sends.")
def test_approval_with_a_comment_is_sent_once(demo_site, sign_in):
    (number,) = demo_site.run("tests.browser.submitting", "1").split()
    page = sign_in("moderator")
    page.add_init_script(WATCHING)
    assert "Approved. Public." in approve(page, demo_site, number, SHORT, comment="Well written.")
    page.goto("about:blank")
    assert facts(demo_site, number) == APPROVED_ONCE


@pytest.mark.test_all("Who stops a request has all the time to load the page again.")
def test_autosave_goes_on_when_the_decision_was_stopped(demo_site, sign_in):
    (number,) = demo_site.run("tests.browser.submitting", "1").split()
    page = sign_in("moderator")
    page.add_init_script(WATCHING)
    page.goto(f"{demo_site.url}/admin/pages/{number}/edit/")
    page.wait_for_function("window.isWatched")
    # The form never reaches the server, as if the person had stopped the browser.
    page.evaluate("addEventListener('submit', event => event.preventDefault(), { once: true })")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("[name=action-workflow-action]")).to_have_count(1)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.locator("#id_title").press_sequentially(" again")
    assert answer.value.ok
    assert "action-workflow-action" not in answer.value.request.post_data
    assert facts(demo_site, number)[0] is False
