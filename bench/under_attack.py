"""
Readers while the site is attacked: ``python -m bench.under_attack [--rounds N] [--seconds N] [--items N]``.

Two readers ask for a stored page and for one that is made anew, with and without nginx in front. In turn they are
alone, and beside them attackers post passwords to the sign-in form from many addresses of the loopback, half-send
posts and headers' worth of nothing, and read what they asked for slowly. The attackers run at a lower priority.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from . import served
from .measuring import load, settle
from .results import table, write

SIGN_IN = "/accounts/login/"
# A stored page, one that is made anew for each who has a cookie, and a search; the last is the seconds between two.
READINGS: dict[str, tuple[str, dict[str, str], float]] = {
    "stored": ("/news/", {}, 0.05),
    "made anew": ("/news/item-7/", {"Cookie": "csrftoken=none"}, 0.25),
    "search": ("/search/?q=neglect", {}, 0.25),
}
NICENESS = 10
ADDRESSES = 200
# For a stored page (seconds), and how many times as long as in idle rounds p99 may be.
STORED_SECONDS, STORED_TIMES, UNCACHED_TIMES = 0.05, 2.0, 3.0


def address() -> str:
    """Return one of many addresses of the loopback, each in a network of its own."""
    return f"127.{random.randint(1, ADDRESSES)}.0.1"


# The attackers ----------------------------------------------------------------------------------------------------


def post_passwords(port: int) -> None:
    """Post wrong passwords to the sign-in form, with its token, one after another."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address(), 0))
    connection.request("GET", SIGN_IN, headers={"Host": "localhost"})
    response = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.read().decode())
    cookie = response.headers.get("Set-Cookie", "").partition(";")[0]
    while True:
        form = {"login": f"chair{random.randint(0, 9)}", "password": f"guess {random.random()}"}
        body = urlencode({**form, "csrfmiddlewaretoken": token[1] if token else ""})
        headers = {"Host": "localhost", "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", SIGN_IN, body=body, headers=headers)
        print(connection.getresponse().read() and "posted", flush=True)


def half_send(port: int) -> None:
    """Begin a post and send no more of it until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), source_address=(address(), 0)) as sock:
        sock.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nlogin=")
        while sock.recv(4096):
            pass
    print("half-sent", flush=True)


def connect(port: int) -> None:
    """Open a connection and say nothing."""
    with socket.create_connection(("127.0.0.1", port), source_address=(address(), 0)) as sock:
        while sock.recv(4096):
            pass


def read_slowly(port: int) -> None:
    """Ask for pages and read hardly anything of them."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        sock.connect(("127.0.0.1", port))
        sock.sendall(b"GET /news/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20)
        while sock.recv(1):
            time.sleep(1)


ATTACKERS: dict[str, tuple[Callable[[int], None], int]] = {
    "passwords": (post_passwords, 16),
    "half-sent": (half_send, 50),
    "silent": (connect, 20),
    "slow": (read_slowly, 10),
}


def attack(port: int) -> None:
    """Attack a site until this process ends."""

    def again(one: Callable[[int], None]) -> None:
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                one(port)
            time.sleep(0.05)

    os.nice(NICENESS)
    for one, count in ATTACKERS.values():
        for _ in range(count):
            threading.Thread(target=again, args=[one], daemon=True).start()
    threading.Event().wait()


@contextmanager
def attacked(port: int) -> Iterator[Callable[[], int]]:
    """Attack a site within the block; yield a function that returns how many passwords were answered."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.under_attack", "--attack", str(port)], cwd=served.ROOT, stdout=said
        )
        try:
            time.sleep(1)

            def count() -> int:
                said.seek(0)
                return said.read().count("posted")

            yield count
        finally:
            process.kill()
            process.wait()


# The readers ------------------------------------------------------------------------------------------------------


@dataclass
class Times:
    """How long a reader waited for each page, in seconds, and how often for nothing."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0

    def percentile(self, percent: int) -> float:
        """Return the time within which so many percent of the pages came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def read(port: int, kind: str, seconds: float, times: Times) -> None:
    """Ask for a page at a steady rate, each time on a new connection, whether the last one has come or not."""
    path, headers, interval = READINGS[kind]
    started, number = time.monotonic(), 0
    while (due := started + number * interval) < started + seconds:
        time.sleep(max(0.0, due - time.monotonic()))
        number += 1
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", path, headers={"Host": "localhost", **headers})
            response = connection.getresponse()
            is_page = response.status == http.client.OK and b"</html>" in response.read()
            connection.close()
        except (OSError, http.client.HTTPException):
            is_page = False
        times.errors += not is_page
        times.seconds.append(time.monotonic() - due)


def read_all(port: int, seconds: float, times: dict[str, Times]) -> None:
    """Let a reader of each kind read beside the others."""
    readers = [threading.Thread(target=read, args=[port, kind, seconds, times[kind]]) for kind in READINGS]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()


def measure(ports: dict[str, int], process: subprocess.Popen, rounds: int, seconds: int) -> tuple[dict, int]:
    """Return the times by way in, state and kind, and how many passwords were answered meanwhile."""
    found = {(way, state, kind): Times() for way in ports for state in ("idle", "attacked") for kind in READINGS}
    posted = 0
    for port in ports.values():
        read_all(port, 3, {kind: Times() for kind in READINGS})  # Warms up.
    for _ in range(rounds):
        for way, port in ports.items():
            read_all(port, seconds, {kind: found[way, "idle", kind] for kind in READINGS})
            with attacked(port) as count:
                read_all(port, seconds, {kind: found[way, "attacked", kind] for kind in READINGS})
                posted += count()
            settle(process)
    return found, posted


def report(found: dict, posted: int, arguments, began: tuple[str, str]) -> None:
    """Print what was measured, and write it into the results."""
    rows = []
    for way in dict.fromkeys(way for way, _, _ in found):
        for kind in READINGS:
            idle, under = found[way, "idle", kind], found[way, "attacked", kind]
            limit = max(STORED_TIMES * idle.percentile(99), STORED_SECONDS)
            if kind != "stored":
                limit = UNCACHED_TIMES * idle.percentile(99)
            numbers = [idle.percentile(50), idle.percentile(99), under.percentile(50), under.percentile(99), limit]
            said = [f"{number * 1000:.1f}" for number in numbers]
            ratio = under.percentile(99) / idle.percentile(99)
            is_kept = "yes" if under.percentile(99) <= limit and not under.errors else "**no**"
            rows.append(
                [way, kind, *said[:4], f"{ratio:.2f}", said[4], is_kept, f"{under.errors}", f"{len(under.seconds)}"]
            )
    head = [
        "way in", "page", "idle p50", "idle p99", "attacked p50", "attacked p99", "ratio of p99", "limit", "kept",
        "errors", "pages",
    ]  # fmt: skip
    attackers = ", ".join(f"{count} {name}" for name, (_, count) in ATTACKERS.items())
    said = (
        "## Readers under attack\n"
        f"`python -m bench.under_attack --rounds {arguments.rounds} --seconds {arguments.seconds} --items "
        f"{arguments.items}`, {began[0]}, load {began[1]} at the start and {load()} at the end. Milliseconds. Idle and "
        f"attacked rounds in turn, attackers ({attackers}) at a priority lower by {NICENESS}; {posted} passwords were "
        "answered meanwhile. Limits: a stored page max(2 × idle, 50 ms), one made anew 3 × idle.\n\n"
        + table(head, rows)
    )
    print(said)
    write("under attack", said)


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=int, default=12)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--attack", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.attack:
        attack(arguments.attack)
        return
    began = time.strftime("%Y-%m-%d %H:%M"), load()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        variables = served.environment(folder)
        served.prepare(variables)
        subprocess.run(
            [sys.executable, "-m", "bench.filling", str(arguments.items)], cwd=served.ROOT, env=variables, check=True
        )
        ports = {"gunicorn": served.free_port()}
        process = stack.enter_context(served.gunicorn(folder, variables, port=ports["gunicorn"]))
        if served.has_nginx():
            ports["nginx"] = served.free_port()
            stack.enter_context(served.nginx(folder, variables, port=ports["nginx"], upstream=ports["gunicorn"]))
        report(*measure(ports, process, arguments.rounds, arguments.seconds), arguments, began)


if __name__ == "__main__":
    main()
