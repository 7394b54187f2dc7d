"""Two worker processes of a served site, each with a cache of its own, take a code once."""

import http.cookiejar
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from bench.served import free_port
from tests.board.accounts.factors import add_app, code_of
from tests.databases import connected_to, migrated_database, own_database
from tests.serving import FACTOR_KEY, serve
from tests.users import PASSWORD, add_user

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.test_all("Real processes; the quick tier empties the cache between the two attempts."),
]
CODE_PAGE = "/accounts/2fa/authenticate/"
BROWSERS = 8


class Browser:
    """A browser with cookies, at an address of its own behind the proxy that the site trusts."""

    def __init__(self, url, address):
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.opener.addheaders = [("X-Forwarded-For", address), ("Referer", url)]

    def post(self, path, **fields):
        """Post a form; return the path that it leads to in the end."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self.opener.open(self.url + path, data, timeout=60) as response:
            return urllib.parse.urlsplit(response.url).path

    def give_password(self):
        """Come as far as the code is asked for."""
        self.opener.open(f"{self.url}/accounts/login/", timeout=60).close()
        assert self.post("/accounts/login/", login="editor", password=PASSWORD) == CODE_PAGE


def test_code_is_taken_once_by_two_worker_processes(
    settings, tmp_path, monkeypatch, django_db_setup, django_db_blocker
):
    settings.FACTOR_KEYS = [FACTOR_KEY]
    settings.PASSWORD_HASHERS = ["board.accounts.hashers.NormalisingPBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
    with django_db_blocker.unblock(), own_database(tmp_path, like=migrated_database()) as url:
        with connected_to(url):
            secret = add_app(add_user("editor", "Editors"))
        with serve(tmp_path, free_port(), DATABASE_URL=url, WEB_CONCURRENCY="2") as site:
            browsers = [Browser(site, f"192.0.2.{number}") for number in range(BROWSERS)]
            for browser in browsers:
                browser.give_password()
            code = code_of(secret)
            with ThreadPoolExecutor(BROWSERS) as threads:
                ends = list(threads.map(lambda browser: browser.post(CODE_PAGE, code=code), browsers))
        assert sorted(ends) == sorted(["/admin/"] + [CODE_PAGE] * (BROWSERS - 1))
        log = (tmp_path / "serve.log").read_text()
        assert not any(word in log for word in ("192.0.2.", "editor", PASSWORD, code))
