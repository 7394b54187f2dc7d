"""A WSGI application and its worker for test_worker.py, with shares of two threads and a second in place of ten."""

import threading
import time
from http import HTTPStatus

from board.engines.admission import request_buffer, worker
from board.engines.admission.shares import Share

PAGE = b"page" * 100_000
# What the slow share of the site waits for.
GATE = threading.Event()


class SmallWorker(worker.AdmissionWorker):
    """Readers, and those whose path says that they are slow."""

    def init_process(self):
        request_buffer.REQUEST_SECONDS = 1.0
        worker.CLOSING_SECONDS = 0.5
        worker.MAX_QUEUE = 6
        super().init_process()

    def get_shares(self):
        return {"readers": Share(2), "slow": Share(2, 0.5)}

    def get_share(self, head):
        return "slow" if head.path.startswith("/slow/") else "readers"

    def get_max_body(self):
        return 1_000_000

    def get_refusal_page(self, status: HTTPStatus):
        return f"Refused: {status.phrase}"


def application(environ, start_response):
    """Answer with a page, after the gate was opened for ``/slow/``; ``/echo/`` answers with the length of the body."""
    path = environ["PATH_INFO"]
    content = PAGE if path == "/page/" else path.encode()
    if path == "/echo/":
        content = str(len(environ["wsgi.input"].read())).encode()
    elif path == "/open/":
        GATE.set()
        time.sleep(0.2)
        GATE.clear()
    elif path == "/slow/":
        GATE.wait(20)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(content)))])
    return [content]
