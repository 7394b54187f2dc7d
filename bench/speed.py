"""
How fast readers are answered: ``python -m bench.speed [--rounds 3] [--items 1000]``. Needs wrk; nginx for a part.

Servers with two workers each run beside each other and are measured in turn: this site, the projects of
``bench.fresh`` with the same number of items, and a WSGI application that sends the same bytes from memory. "Made" is
this site making every page anew (PAGE_CACHE_SECONDS=0).
"""

import argparse
import http.client
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from . import fresh, served
from .measuring import ask, cpu_per_request, family, load, median, pss_mb, rate
from .results import table, write

PAGES = {
    "home": ("/", "/"),
    "news index": ("/news/", "/blog/"),
    "item": ("/news/item-7/", "/blog/item-7/"),
    "library": ("/resources/", ""),
    "search": ("/search/?q=neglect", "/search/?query=neglect"),
}
ITEM = "/news/item-7/"
SEQUENTIAL = 60
# This machine's speed changes threefold from one second to the next, so that only neighbours can be compared.
PAIRS = 5


def our_site(folder: Path, items: int) -> dict[str, str]:
    """Make and fill this site, its pages as near the root as deploy/nginx has them; return its environment."""
    home = folder / "ours"
    home.mkdir()
    home.chmod(0o755)
    variables = served.environment(home, PAGE_CACHE_DIR=str(folder))
    served.prepare(variables)
    subprocess.run([sys.executable, "-m", "bench.filling", str(items)], cwd=served.ROOT, env=variables, check=True)
    served.manage(variables, "update_index", "--verbosity", "0")
    return variables


def answer(port: int, path: str) -> tuple[list, bytes]:
    """Return headers and body of an address, without what every server adds itself."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost"})
    response = connection.getresponse()
    body = response.read()
    headers = [pair for pair in response.getheaders() if pair[0].lower() not in {"server", "date", "connection"}]
    connection.close()
    return headers, body


def bare(folder: Path, port: int) -> dict[str, str]:
    """Put the site's answers where bench.bare finds them; return its environment."""
    home = folder / "bare"
    home.mkdir()
    answers = {}
    for number, (path, _) in enumerate(PAGES.values()):
        headers, body = answer(port, path)
        (home / str(number)).write_bytes(body)
        answers[path.partition("?")[0]] = {"headers": headers, "file": str(number)}
    (home / "answers.json").write_text(json.dumps(answers))
    return {**served.environment(home), "BARE_FOLDER": str(home)}


def static_nginx(folder: Path, port: int, headers: list, body: bytes) -> subprocess.Popen:
    """Run nginx with the bytes of the item as a file, and the site's headers besides its own; return its process."""
    home = folder / "static"
    own = {"content-type", "content-length", "etag", "last-modified"}
    added = "".join(f'add_header {name} "{value}"; ' for name, value in headers if name.lower() not in own)
    (home / "files").mkdir(parents=True)
    (home / "files" / "item.html").write_bytes(body)
    for path in (home, home / "files"):
        path.chmod(0o755)
    (home / "nginx.conf").write_text(
        f"user root;\nworker_processes 2;\npid {home}/pid;\nerror_log {home}/error.log;\ndaemon off;\n"
        "events { worker_connections 2048; }\nhttp { types { text/html html; } sendfile on; tcp_nopush on; access_log "
        f"{home}/access.log combined buffer=64k flush=1s; server {{ listen 127.0.0.1:{port}; root {home}/files; "
        f"{added}}} }}\n"
    )
    process = subprocess.Popen(["nginx", "-c", str(home / "nginx.conf"), "-e", f"{home}/error.log"])
    served.wait_for(port, process, "/item.html")
    return process


def first_answer(folder: Path, variables: dict[str, str]) -> float:
    """Return the seconds from starting gunicorn to its first page."""
    port = served.free_port()
    began = time.monotonic()
    with served.gunicorn(folder, variables, port=port):
        ask(port, ITEM)
        return time.monotonic() - began


@dataclass(frozen=True)
class Server:
    """A server that is measured, and its addresses by the names of the pages; it need not have each."""

    kind: str
    process: subprocess.Popen
    port: int
    paths: dict[str, str]


class Cells:
    """Measured numbers by what they are of."""

    def __init__(self) -> None:
        self.found: dict[tuple, list[float]] = {}

    def add(self, *key: str, value: float) -> None:
        """Add a number."""
        self.found.setdefault(key, []).append(value)

    def add_cost(self, server: Server, page: str) -> None:
        """Add the processor time that a server takes for a page, where it has such a page."""
        if path := server.paths.get(page):
            cost = cpu_per_request(server.process, server.port, path, SEQUENTIAL)
            self.add("cpu", server.kind, page, value=cost)

    def add_rate(self, server: Server, page: str, seconds: int) -> None:
        """Add how a server answers for some seconds, where it has such a page."""
        if path := server.paths.get(page):
            found = rate(server.process, server.port, path, seconds)
            self.add("rate", server.kind, page, value=found.requests)
            self.add("busy", server.kind, page, value=found.cpu)

    def median(self, *key: str) -> float:
        """Return the median of a cell."""
        return median(self.found[key])

    def text(self, *key: str, places: int = 1) -> str:
        """Return the median of a cell as text, a dash where nothing was measured."""
        return f"{self.median(*key):,.{places}f}" if key in self.found else "–"


def start_servers(folder: Path, ours: dict[str, str], theirs: dict[str, str], stack: ExitStack) -> dict[str, Server]:
    """Start everything that is compared; return the servers by their kinds."""
    paths = {page: our for page, (our, _) in PAGES.items()}
    found: dict[str, Server] = {}

    def start(kind: str, variables: dict[str, str], paths=paths, **how) -> Server:
        port = served.free_port()
        process = stack.enter_context(served.gunicorn(folder, variables, port=port, **how))
        found[kind] = Server(kind, process, port, paths)
        for path in filter(None, paths.values()):
            ask(port, path, 10)
        return found[kind]

    start("made", {**ours, "PAGE_CACHE_SECONDS": "0", "PAGE_CACHE_DIR": str(folder / "made")})
    kept = start("kept", ours)
    their_paths = {page: their for page, (_, their) in PAGES.items()}
    for lessons in fresh.LESSONS:
        variables = {**theirs, "LESSONS": lessons}
        start(lessons, variables, their_paths, application="mysite.wsgi", cwd=folder / "fresh")
    start("bare", bare(folder, kept.port), application="bench.bare:application")
    if served.has_nginx():
        port = served.free_port()
        process = stack.enter_context(served.nginx(folder / "ours", ours, port=port, upstream=kept.port))
        found["nginx"] = Server("nginx", process, port, {"item": ITEM})
        port = served.free_port()
        process = static_nginx(folder, port, *answer(kept.port, ITEM))
        stack.callback(served.end, process)
        found["static"] = Server("static", process, port, {"item": "/item.html"})
    return found


def measure(cells: Cells, servers: dict[str, Server], seconds: int) -> None:
    """Measure everything once."""
    for page in PAGES:
        for kind in ("made", *fresh.LESSONS, "bare"):
            cells.add_cost(servers[kind], page)
        # Searches are limited for each client, and the fresh project's take seconds.
        if page == "search":
            continue
        for kind in ("made", *fresh.LESSONS) * PAIRS + ("kept", "bare") * PAIRS:
            cells.add_rate(servers[kind], page, seconds)
    for kind in ("nginx", "static") * PAIRS if "nginx" in servers else ():
        cells.add_rate(servers[kind], "item", seconds)


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=1)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed.")
    began = time.strftime("%Y-%m-%d %H:%M"), load()
    cells = Cells()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        ours, theirs = our_site(folder, arguments.items), fresh.project(folder, arguments.items)
        servers = start_servers(folder, ours, theirs, stack)
        for _ in range(arguments.rounds):
            measure(cells, servers, arguments.seconds)
            cells.add("start", "ours", value=first_answer(folder, ours))
        memory = pss_mb(family(servers["kept"].process))
    report(cells, memory, began, arguments)


def report(cells: Cells, memory: float, began: tuple[str, str], arguments) -> None:
    """Print what was measured, and write it into the results."""
    made = [
        [
            page,
            *(cells.text("cpu", kind, page, places=2) for kind in ("made", *fresh.LESSONS, "bare")),
            *(cells.text("rate", kind, page) for kind in ("made", *fresh.LESSONS)),
            *(ratio(cells, ("rate", "made", page), ("rate", lessons, page)) for lessons in fresh.LESSONS),
        ]
        for page in PAGES
    ]
    kept = [
        [page, *(cells.text("rate", kind, page, places=0) for kind in ("kept", "bare")),
         ratio(cells, ("rate", "kept", page), ("rate", "bare", page)),
         *(cells.text("busy", kind, page, places=3) for kind in ("kept", "bare")),
         ratio(cells, ("busy", "bare", page), ("busy", "kept", page))]
        for page in PAGES if page != "search"
    ]  # fmt: skip
    text = (
        "## Pages\n"
        f"`python -m bench.speed --items {arguments.items}`, {began[0]}, load {began[1]} at the start and {load()} at "
        f"the end. Two workers each, wrk with 16 connections, {arguments.rounds} interleaved rounds of {PAIRS} pairs, "
        f"{arguments.seconds} s each. Numbers are medians, ratios the medians of what was measured one right after "
        "the other. CPU: processor time of gunicorn and its workers for a request, one after another. First lesson, "
        "whole tutorial: the project of `wagtail start` with Wagtail’s tutorial followed so far (bench/fresh.py).\n\n"
        + table(
            ["made anew", "CPU ms", "first lesson", "whole tutorial", "bare", "requests/s", "first lesson",
             "whole tutorial", "ours ÷ first", "ours ÷ whole"],
            made,
        )
        + "\n\n"
        + table(["kept, gunicorn", "requests/s", "bare", "ours ÷ bare", "CPU ms", "bare, CPU ms", "bare ÷ ours"], kept)
        + "\n\n"
        + table(
            ["behind nginx", "requests/s", "nginx, the same bytes as a file", "ours ÷ file", "CPU: file ÷ ours"],
            [["item", cells.text("rate", "nginx", "item", places=0), cells.text("rate", "static", "item", places=0),
              ratio(cells, ("rate", "nginx", "item"), ("rate", "static", "item")),
              ratio(cells, ("busy", "static", "item"), ("busy", "nginx", "item"))]],
        )
        + f"\n\nMemory of gunicorn with two workers after it: {memory:.0f} MB (PSS). "
        f"From the start to the first page: {cells.text('start', 'ours')} s."
    )  # fmt: skip
    print(text)
    write("pages", text)


def ratio(cells: Cells, ours: tuple, theirs: tuple) -> str:
    """Return how many times ours is of theirs: the median over what was measured one right after the other."""
    pairs = zip(cells.found.get(ours, ()), cells.found.get(theirs, ()), strict=False)
    found = [our / their for our, their in pairs]
    return f"{median(found):.2f}" if found else "–"


if __name__ == "__main__":
    main()
