"""A page cache of its own for each test, around Django or around a stand-in."""

import io

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from board.engines.pagecache.content_version import get_content_version
from board.engines.pagecache.file_version import FileContentVersion


@pytest.fixture
def folder(tmp_path, settings):
    """The folder of a page cache that only this test uses."""
    settings.PAGE_CACHE_DIR = str(tmp_path / "pages")
    get_content_version.cache_clear()
    yield tmp_path / "pages"
    get_content_version.cache_clear()


@pytest.fixture
def content_version(folder):
    """The content version in that folder, which every write of the test renews."""
    return get_content_version()


@pytest.fixture
def other_process(folder, content_version):
    """The same content version as another process has it."""
    return FileContentVersion(folder)


def request(path="/", method="GET", query="", **headers):
    """Return a WSGI environment."""
    named = {"HTTP_" + name.upper(): value for name, value in headers.items()}
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
        **named,
    }


class SentResponse:
    """A response as a server would send it."""

    def __init__(self, application, environ):
        chunks = application(environ, self.start_response)
        self.content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()

    def start_response(self, status, headers, exc_info=None):
        self.status, self.headers = int(status.split()[0]), dict(headers)
        assert len(self.headers) == len(headers), headers

    @property
    def text(self):
        return self.content.decode()


@pytest.fixture
def ask():
    """
    Send a request to an application: ``ask(application, path, query=…, accept_encoding=…)``.

    The test's connection stays open, as with Django's test client: what it has written is in its transaction.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield lambda application, path="/", **differing: SentResponse(application, request(path, **differing))
    for signal in signals:
        signal.connect(close_old_connections)
