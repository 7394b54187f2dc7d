"""Pages on their way to the public, and what an anonymous reader finds of them."""

from contextlib import contextmanager
from uuid import uuid4

from board.approvals.digest import statement_digest
from board.basepage.models import BasePage
from board.engines.pagecache.dependencies import ENVIRON_KEY, ResponseDependencies


def fresh(page):
    """Return the specific page as it is stored, without what the instance remembers."""
    return BasePage.objects.get(pk=page.pk).specific


def submit(page, writer):
    """Save a page's words as ``writer`` and submit them; return the page as it is stored."""
    page.save_revision(user=writer, log_action=True)
    page.get_workflow().start(fresh(page), writer)
    return fresh(page)


def approve(page, user, **data):
    """Approve the step at which a page waits, as its task does it; return the page as it is stored."""
    state = fresh(page).current_workflow_task_state
    state.task.specific.on_action(state, user, "approve", **data)
    return fresh(page)


def latest_digest(page):
    """Return the digest of a page's newest words."""
    return statement_digest(fresh(page).get_latest_revision_as_object())


def bring_to_chair(page, writer, moderator):
    """Take a page to the chair's step; return it as it is stored."""
    return approve(submit(page, writer), moderator)


def publish_statement(page, writer, moderator, chair, **data):
    """Take a page through the whole of ``Board approval``; return it as it is stored."""
    page = bring_to_chair(page, writer, moderator)
    return approve(page, chair, seen_digest=latest_digest(page), **data)


def address(page):
    """Return a page's address without the host."""
    return page.url_path.removeprefix("/home")


@contextmanager
def one_version(client):
    """
    Let a client read one content version in the block, as the page cache asks for pages while nothing is published.

    The site then reads what many pages share once, and not for each of them. Nothing may be written in the block.
    """
    client.defaults[ENVIRON_KEY] = ResponseDependencies(uuid4().hex)
    try:
        yield client
    finally:
        del client.defaults[ENVIRON_KEY]


def public_places(client, page, word=None):
    """Return where an anonymous reader finds the page: address, list, feed, search, sitemap, statements."""
    client.logout()
    word = word or page.title
    with one_version(client):
        return {
            "page": client.get(address(page)).status_code == 200,
            "list": word in client.get("/news/").content.decode(),
            "feed": word in client.get("/news/feed/").content.decode(),
            "search": f'href="{address(page)}"' in client.get("/search/", {"q": word}).content.decode(),
            "sitemap": address(page) in client.get("/sitemap-pages.xml").content.decode(),
            "statements": word in client.get("/news/statements/").content.decode(),
        }


NOWHERE = dict.fromkeys(["page", "list", "feed", "search", "sitemap", "statements"], False)
EVERYWHERE = dict.fromkeys(NOWHERE, True)
