"""
Is anything ever stale? ``python -m bench.zero_stale [--changes 1000] [--readers 8] [--workers 4]``.

A publisher makes changes one after another; readers ask for the item, the list, the home page and the feed all the
time, directly from gunicorn's workers and, in a second run, through nginx. Before each request a reader notes the last
version that the publisher had done with; an answer with an older one is stale, one that holds two versions is half.
Changes are publications, embargoes that pass, withdrawals, replaced files and rows written past every signal.
"""

import argparse
import http.client
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from . import served
from .measuring import load
from .results import write

ITEM = "/news/watched/"
# Where the version stands, and whether the whole answer is of one version (lists hold it in title and summary).
ADDRESSES = [ITEM, ITEM, "/news/", "/", "/news/feed/"]
VERSION = re.compile(r"[Vv]ersion (\d+)")
KINDS = ["publish", "publish", "embargo", "row", "withdraw", "replace", "publish", "publish"]
GONE, OK = 410, 200


@dataclass
class Tally:
    """What the readers got."""

    reads: int = 0
    changes: int = 0
    stale: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Return the figures in one line."""
        return (
            f"{name:<28} {self.reads:>9,} reads {self.changes:>6,} changes  stale {len(self.stale)}  "
            f"halves {len(self.halves)}  errors {len(self.errors)}"
        )


class Story:
    """What has happened so far: how many changes are ``done``, and whether the item can be read."""

    def __init__(self) -> None:
        self.done = self.withdrawals = 0
        self.is_public = True
        self.is_over = False


class PublisherProcess:
    """The process that changes things (bench/publisher.py)."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.publisher"],
            cwd=served.ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=self.errors,
        )  # fmt: skip
        self.answer("ready")

    def answer(self, expected: str) -> None:
        """Wait for a word; raises ``RuntimeError`` for another."""
        said = self.process.stdout.readline().strip()
        if said != expected:
            self.errors.seek(0)
            raise RuntimeError(f"The publisher said “{said}” instead of “{expected}”:\n{self.errors.read()}")

    def do(self, what: str, version: int) -> None:
        """Let it make a change, and return when it is done."""
        self.process.stdin.write(f"{what} {version}\n")
        self.process.stdin.flush()
        self.answer("done")

    def die(self, version: int) -> None:
        """Let it publish and be killed right after the commit."""
        self.process.stdin.write(f"die {version}\n")
        self.process.stdin.flush()
        self.close()

    def close(self) -> None:
        """Let it end, where it has not."""
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        self.errors.close()


def get(connection: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, str]:
    """Return status and text of an address, on a connection that stays open."""
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    response = connection.getresponse()
    return response.status, response.read().decode()


def read(port: int, story: Story, tally: Tally, number: int, lock: threading.Lock) -> None:
    """Read until the story is over."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    turn = number
    while not story.is_over:
        turn += 1
        path = ADDRESSES[turn % len(ADDRESSES)]
        done, is_public, withdrawals = story.done, story.is_public, story.withdrawals
        try:
            status, text = get(connection, path)
        except (OSError, http.client.HTTPException) as error:
            with lock:
                tally.errors.append(f"{path}: {error!r}")
            connection.close()
            continue
        found = {int(version) for version in VERSION.findall(text)}
        with lock:
            tally.reads += 1
            was_public = is_public and withdrawals == story.withdrawals
            judge(tally, path, status, found, done, was_public=was_public)
    connection.close()


def judge(tally: Tally, path: str, status: int, found: set[int], done: int, *, was_public: bool) -> None:
    """Count an answer that was asked for when ``done`` changes were made; ``was_public`` says that of the item then."""
    if status not in {OK, GONE}:
        tally.errors.append(f"{path}: {status}")
    elif len(found) > 1:
        tally.halves.append(f"{path}: {sorted(found)} after {done}")
    elif found and max(found) < done:
        tally.stale.append(f"{path}: version {max(found)} after {done}")
    elif not found and was_public:
        tally.stale.append(f"{path}: nothing after {done}")


def publish(publisher: PublisherProcess, story: Story, changes: int, pause: float = 0.0) -> None:
    """Make the changes, each when the one before is done."""
    for number in range(1, changes + 1):
        kind = KINDS[number % len(KINDS)]
        if kind == "withdraw":
            story.is_public = False
            story.withdrawals += 1
        publisher.do(kind, number)
        if kind == "replace":
            publisher.do("publish", number)
        story.done = number
        story.is_public = kind != "withdraw"
        time.sleep(pause)


def race(publisher: PublisherProcess, port: int, *, changes: int, readers: int, pause: float = 0.0) -> Tally:
    """Let readers read at a port while the publisher makes its changes; return what they got."""
    story, tally, lock = Story(), Tally(changes=changes), threading.Lock()
    publisher.do("publish", 0)
    threads = [threading.Thread(target=read, args=(port, story, tally, number, lock)) for number in range(readers)]
    for thread in threads:
        thread.start()
    try:
        publish(publisher, story, changes, pause)
    finally:
        story.is_over = True
        for thread in threads:
            thread.join()
    return tally


def site_with_publisher(folder: Path, stack: ExitStack) -> tuple[dict[str, str], PublisherProcess]:
    """Make a site in a folder that nginx may read; return its environment, and a publisher that the stack closes."""
    folder.chmod(0o755)
    variables = served.environment(folder)
    served.prepare(variables)
    publisher = PublisherProcess(variables)
    stack.callback(publisher.close)
    return variables, publisher


def main() -> None:
    """Race directly and through nginx, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--workers", type=int, default=4)
    arguments = parser.parse_args()
    began = time.strftime("%Y-%m-%d %H:%M"), load()
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        variables, publisher = site_with_publisher(folder, stack)
        port, outside = served.free_port(), served.free_port()
        stack.enter_context(served.gunicorn(folder, variables, port=port, workers=arguments.workers))
        ports = {f"{arguments.workers} workers": port}
        if served.has_nginx():
            stack.enter_context(served.nginx(folder, variables, port=outside, upstream=port))
            ports["through nginx"] = outside
        failed, lines = False, []
        for name, at in ports.items():
            tally = race(publisher, at, changes=arguments.changes, readers=arguments.readers)
            print(tally.line(name), flush=True)
            lines.append(tally.line(name))
            for what in [*tally.stale[:3], *tally.halves[:3], *tally.errors[:3]]:
                print("   ", what)
            failed = failed or bool(tally.stale or tally.halves or tally.errors)
    command = f"--changes {arguments.changes} --readers {arguments.readers} --workers {arguments.workers}"
    about = f"`python -m bench.zero_stale {command}`, {began[0]}, load {began[1]} at the start, {load()} at the end."
    write("zero stale", "## Zero stale\n" + about + "\n\n```\n" + "\n".join(lines) + "\n```")
    sys.exit(failed)


if __name__ == "__main__":
    main()
