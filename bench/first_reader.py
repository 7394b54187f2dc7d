"""
What the first reader after any change pays: ``python -m bench.first_reader [--items N] [--many N] [--rounds N]``.

Before each request everything that the site's processes remember is made out of date, as a publication does: the
content version and every named version. This site and the project of ``bench.fresh`` answer in turn, one worker each.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from board.engines.pagecache.file_version import FileContentVersion

from . import fresh, served
from .measuring import ask, cpu_seconds, family, load, median
from .results import table, write

PAGES = {
    "home": ("/", "/"),
    "news index": ("/news/", "/blog/"),
    "item": ("/news/item-7/", "/blog/item-7/"),
    "library": ("/resources/", ""),
}
TUTORIAL = "last"
REQUESTS = 20


@dataclass
class MeasuredSite:
    """A site that is served by one worker; ``version`` is its content version, where it has one."""

    process: subprocess.Popen
    port: int
    version: FileContentVersion | None = None
    database: str = ""

    def outdate(self) -> None:
        """Renew every version, so that nothing that the worker remembers is true any more."""
        if self.version is None:
            return
        self.version.begin_write()
        try:
            with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
                for (number,) in connection.execute("SELECT id FROM pagecache_versiontoken").fetchall():
                    token = uuid.uuid4().hex
                    connection.execute("UPDATE pagecache_versiontoken SET token = ? WHERE id = ?", (token, number))
        finally:
            self.version.end_write()

    def cost(self, path: str) -> float:
        """Return the milliseconds of processor time of a request after a change."""
        taken = 0.0
        for _ in range(REQUESTS):
            self.outdate()
            before = cpu_seconds(family(self.process))
            ask(self.port, path)
            taken += cpu_seconds(family(self.process)) - before
        return taken * 1000 / REQUESTS


def start_ours(folder: Path, items: int, stack: ExitStack) -> MeasuredSite:
    """Make, fill and serve this site with so many items."""
    home = folder / f"ours-{items}"
    home.mkdir()
    variables = served.environment(home)
    served.prepare(variables)
    subprocess.run([sys.executable, "-m", "bench.filling", str(items)], cwd=served.ROOT, env=variables, check=True)
    # A version that nothing has renewed yet has no row that ``outdate`` could renew.
    served.manage(variables, "renew_stamps")
    port = served.free_port()
    process = stack.enter_context(served.gunicorn(home, variables, port=port, workers=1))
    return MeasuredSite(
        process, port, FileContentVersion(Path(variables["PAGE_CACHE_DIR"])), str(home / "site.sqlite3")
    )


def start_theirs(folder: Path, items: int, stack: ExitStack) -> MeasuredSite:
    """Make, fill and serve the project of the whole tutorial with so many items."""
    variables = {**fresh.project(folder, items), "LESSONS": TUTORIAL}
    port = served.free_port()
    application = {"application": "mysite.wsgi", "cwd": folder / "fresh", "workers": 1}
    return MeasuredSite(stack.enter_context(served.gunicorn(folder, variables, port=port, **application)), port)


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--many", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    began = time.strftime("%Y-%m-%d %H:%M"), load()
    costs: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        sites = {
            "ours": start_ours(folder, arguments.items, stack),
            "many": start_ours(folder, arguments.many, stack),
            "tutorial": start_theirs(folder, arguments.items, stack),
        }
        for page, (ours, theirs) in PAGES.items():
            for _ in range(arguments.rounds + 1):
                for kind, site in sites.items():
                    if path := theirs if kind == "tutorial" else ours:
                        costs.setdefault((page, kind), []).append(site.cost(path))
    report({key: values[1:] for key, values in costs.items()}, arguments, began)  # The first round warms up.


def report(costs: dict[tuple[str, str], list[float]], arguments, began: tuple[str, str]) -> None:
    """Print what was measured, and write it into the results."""

    def text(page: str, kind: str) -> str:
        return f"{median(costs[page, kind]):.1f}" if (page, kind) in costs else "–"

    def ratio(page: str, kind: str, other: str) -> str:
        if (page, other) not in costs or (page, kind) not in costs:
            return "–"
        pairs = zip(costs[page, kind], costs[page, other], strict=True)
        return f"{median([ours / theirs for ours, theirs in pairs]):.2f}"

    rows = [
        [page, text(page, "ours"), text(page, "tutorial"), ratio(page, "ours", "tutorial"), text(page, "many"),
         ratio(page, "many", "ours")]
        for page in PAGES
    ]  # fmt: skip
    head = ["first reader", "CPU ms", "whole tutorial", "ours ÷ tutorial", f"{arguments.many:,} items", "growth"]
    said = (
        "## The first reader after a change\n"
        f"`python -m bench.first_reader --items {arguments.items} --many {arguments.many}`, {began[0]}, load "
        f"{began[1]} at the start and {load()} at the end. Everything that processes remember is out of date "
        "before each request. "
        "Numbers are medians of the rounds, ratios the medians of what was measured one right after the other.\n\n"
        + table(head, rows)
    )
    print(said)
    write("first reader", said)


if __name__ == "__main__":
    main()
