"""What a page keeps with its reader, asks for elsewhere and is told off for."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

KEPT = """async () => ({
    local: localStorage.length, session: sessionStorage.length, caches: (await caches.keys()).length,
    databases: (await indexedDB.databases()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": 0, "session": 0, "caches": 0, "databases": 0, "workers": 0}


@dataclass
class Noted:
    """What a page has asked for, and what the browser has said of it."""

    asked: list = field(default_factory=list)
    said: list = field(default_factory=list)


@contextmanager
def noting(page):
    """Yield what a page asks for and what is said of it, which grows until the block ends."""
    noted = Noted()
    listeners = {
        "request": lambda request: noted.asked.append(request.url),
        "console": lambda message: noted.said.append(message.text),
        "pageerror": lambda error: noted.said.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    yield noted
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


def breaches(page, page_type, noted):
    """Return where a page breaks its promises to its reader, by kind; nothing of a page that is as it should be."""
    # A form that changes something needs a cookie, or anybody could send it.
    cookies = [] if page_type.is_public else ["csrftoken"]
    # A browser reports violations of the policy to the console; it also says when the page itself answers an error.
    own_status = f"status of {page_type.status} "
    found = {
        "cookies": [kept for kept in [[cookie["name"] for cookie in page.context.cookies()]] if kept != cookies],
        "kept": [kept for kept in [page.evaluate(KEPT)] if kept != NOTHING],
        "elsewhere": [url for url in noted.asked if not url.startswith(urljoin(page.url, "/"))],
        "said": [line for line in noted.said if own_status not in line],
    }
    return {kind: breach for kind, breach in found.items() if breach}
