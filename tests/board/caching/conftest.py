"""A page cache of its own for each test, around Django or around a stand-in."""

import io

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from board.caching import stamp
from board.caching.file_stamp import FileStamp


@pytest.fixture
def folder(tmp_path, settings):
    """The folder of a page cache that nobody else uses."""
    settings.PAGE_CACHE_DIR = str(tmp_path / "pages")
    stamp.get_stamp.cache_clear()
    yield tmp_path / "pages"
    stamp.get_stamp.cache_clear()


@pytest.fixture
def content_stamp(folder):
    """The stamp in that folder, which every write of the test finds."""
    return stamp.get_stamp()


@pytest.fixture
def other_process(folder, content_stamp):
    """The same stamp as another process has it."""
    return FileStamp(folder)


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


class Got:
    """An answer as a server would send it."""

    def __init__(self, application, environ):
        parts = application(environ, self.start_response)
        self.content = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()

    def start_response(self, status, headers, exc_info=None):
        self.status, self.headers = int(status.split()[0]), dict(headers)
        assert len(self.headers) == len(headers), headers

    @property
    def text(self):
        return self.content.decode()


@pytest.fixture
def ask():
    """
    Ask an application: ``ask(application, path, query=…, accept_encoding=…)``.

    The test's connection stays open, as with Django's test client: what it has written is in its transaction.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield lambda application, path="/", **how: Got(application, request(path, **how))
    for signal in signals:
        signal.connect(close_old_connections)
