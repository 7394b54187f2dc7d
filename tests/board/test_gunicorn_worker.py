"""Which requests are readers', and what the site says where it refuses one."""

from http import HTTPStatus
from types import SimpleNamespace

import pytest
from django.urls import reverse

from board.engines.admission.request_buffer import parse_head
from board.gunicorn_worker import Worker


@pytest.fixture
def worker():
    """A worker that serves nothing."""
    made = Worker.__new__(Worker)
    made.cfg = SimpleNamespace(threads=4)
    return made


def share(worker, method, path):
    """Return the share of a request."""
    return worker.get_share(parse_head(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()))


@pytest.mark.parametrize(
    ("method", "path", "wanted"),
    [
        ("GET", "/", "readers"),
        ("HEAD", "/news/?topic=x", "readers"),
        ("GET", "/search/?q=/admin/", "readers"),
        ("GET", "/static/css/site.css", "readers"),
        ("GET", "/health/ready", "readers"),
        ("POST", "/", "others"),
        ("OPTIONS", "/news/", "others"),
        ("GET", "http://localhost/", "others"),
        ("GET", "/%61ccounts/login/", "others"),
        ("GET", "/%61dmin/", "staff"),
        ("POST", "/admin/pages/1/edit/", "staff"),
        ("GET", "/documents/1/report.pdf", "files"),
        ("POST", "/documents/1/report.pdf", "others"),
        ("GET", "/media/images/sign.png", "files"),
    ],
)
def test_share_of_a_request(worker, method, path, wanted):
    assert share(worker, method, path) == wanted


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_index",
        "account_logout",
    ],
)
def test_signing_in_is_never_a_readers(worker, name):
    assert share(worker, "GET", reverse(name)) == share(worker, "POST", reverse(name)) == "others"


@pytest.mark.parametrize(("threads", "half"), [(1, 1), (4, 2), (9, 4)])
def test_readers_have_all_threads_and_others_have_theirs(worker, threads, half):
    worker.cfg.threads = threads
    shares = worker.get_shares()
    assert {name: share.threads for name, share in shares.items()} == {
        "readers": threads,
        "files": half,
        "staff": half,
        "others": 1,
    }
    assert [name for name, share in shares.items() if share.max_wait is None] == ["readers"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (HTTPStatus.SERVICE_UNAVAILABLE, "The site is busy"),
        (HTTPStatus.REQUEST_TIMEOUT, "did not arrive"),
        (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "up to 50 MB"),
        (HTTPStatus.LENGTH_REQUIRED, "can’t read what you sent"),
        (HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "can’t read what you sent"),
    ],
)
def test_refusal_says_what_to_do_and_whom_to_ring(worker, status, words):
    page = worker.get_refusal_page(status)
    assert words in page
    assert "tel:999" in page
    assert "Childline" in page


def test_largest_document_passes_with_its_form(worker, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024**2
    assert worker.get_max_body() == 60 * 1024**2
