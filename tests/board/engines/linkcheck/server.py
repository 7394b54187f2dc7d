"""A remote server that responds in every way a server can, and records its requests."""

import ssl
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROBOTS = "User-agent: *\nDisallow: /robots-forbid\n"

REDIRECTS = {
    "/moved": (301, "/ok"),
    "/moved-twice": (301, "/moved-again"),
    "/moved-again": (308, "/ok"),
    "/moved-then-for-now": (301, "/for-now"),
    "/for-now": (302, "/ok"),
    "/moved-to-gone": (301, "/gone"),
    "/loop": (302, "/loop"),
    "/to-private": (302, "http://10.0.0.1/"),
    "/to-metadata": (301, "http://169.254.169.254/latest/meta-data/"),
    "/to-file": (302, "file:///etc/passwd"),
    "/to-forbidden": (302, "/robots-forbid"),
    **{f"/chain-{left}": (301, f"/chain-{left - 1}" if left > 1 else "/ok") for left in range(1, 7)},
}
STATUSES = {
    "/ok": 200,
    "/gone": 404,
    "/gone-for-good": 410,
    "/fault": 500,
    "/unavailable": 503,
    "/forbidden": 403,
    "/login": 401,
    "/teapot": 418,
    "/redirect-to-nowhere": 302,
}


class Handler(BaseHTTPRequestHandler):
    """Responds by path alone."""

    def do_HEAD(self):
        self.handle_one()

    def do_GET(self):
        self.handle_one()

    def handle_one(self):
        """Record the request, and how many of its host are under way."""
        server, host = self.server, self.headers["Host"]
        with server.lock:
            server.requests.append((self.command, host, self.path))
            self.is_counted = True
            server.agents.add(self.headers["User-Agent"])
            server.under_way[host] += 1
            server.most_at_once[host] = max(server.most_at_once[host], server.under_way[host])
            times = sum(path == self.path for _, _, path in server.requests)
        try:
            self.answer(self.path, times)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            self.count_down()

    def count_down(self):
        """Count a request as over before its response is sent: the client may then send the next one."""
        with self.server.lock:
            if self.is_counted:
                self.server.under_way[self.headers["Host"]] -= 1
            self.is_counted = False

    def answer(self, path, times):
        special = getattr(self, "answer_" + path.strip("/").replace("-", "_").replace(".", "_"), None)
        if special:
            special(times)
        elif path in REDIRECTS:
            status, location = REDIRECTS[path]
            self.reply(status, Location=location)
        else:
            self.reply(STATUSES.get(path, 200))

    def reply(self, status, body=b"", **headers):
        self.count_down()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def answer_robots_txt(self, times):
        status, body = self.server.robots
        self.reply(status, body.encode())

    def answer_head_refused(self, times):
        self.reply(405 if self.command == "HEAD" else 200)

    def answer_head_missing(self, times):
        self.reply(404 if self.command == "HEAD" else 200)

    def answer_flaky(self, times):
        self.reply(500 if times <= 2 else 200)  # To HEAD and to GET of the first attempt.

    def answer_busy(self, times):
        self.reply(429, Retry_After="7") if times == 1 else self.reply(200)

    def answer_busy_for_long(self, times):
        self.reply(429, Retry_After="86400")

    def answer_never(self, times):
        self.server.closing.wait()

    def answer_slowly(self, times):
        """Send a byte now and then, each before the socket's own time-out, without end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.closing.wait(0.02):
            self.wfile.write(b"x")

    def answer_cut(self, times):
        self.close_connection = True

    def answer_endless_body(self, times):
        self.send_response(405 if self.command == "HEAD" else 200)
        self.end_headers()
        while self.command == "GET" and not self.server.closing.is_set():
            self.wfile.write(b"x" * 65536)

    def answer_patiently(self, times):
        """Take so long that a second request at the same time would be seen."""
        self.server.closing.wait(0.03)
        self.reply(200)

    def answer_meeting(self, times):
        """Respond only when requests to two hosts arrive at the same time."""
        self.server.meeting.wait(timeout=10)
        self.reply(200)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.meeting = threading.Barrier(2)
        self.robots = (200, ROBOTS)
        self.requests, self.agents, self.names = [], set(), []
        self.under_way, self.most_at_once = Counter(), Counter()
        self.scheme = "http"
        if certificate:
            self.scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            context.sni_callback = lambda sock, name, context: self.names.append(name)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request, client_address):
        pass  # A client that hangs up, or does not trust the certificate.

    @property
    def port(self):
        return self.server_address[1]

    def url(self, path, host="site.test"):
        return f"{self.scheme}://{host}:{self.port}{path}"

    def methods_of(self, path):
        """Return the methods of the requests for a path."""
        return [method for method, _, requested in self.requests if requested == path]


@contextmanager
def running(**options):
    with Server(**options) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.meeting.abort()
            server.shutdown()
            thread.join()
