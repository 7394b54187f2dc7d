"""
Ten minutes of a verdict: ``python -m bench.endurance [--seconds 600] [--readers 500]``. Needs wrk.

Readers ask for the home page, the news and one item through nginx (directly where there is none) as fast as they are
answered, while a change is published every second. Memory is that of gunicorn and its workers.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from . import served
from .measuring import family, load, median, pss_mb
from .results import write
from .zero_stale import ITEM, PublisherProcess, site_with_publisher

SCRIPT = """
local paths = {"/", "/news/", "%s"}
local turn = 0
request = function() turn = turn + 1; return wrk.format("GET", paths[turn %% 3 + 1]) end
"""


def publish_every_second(publisher: PublisherProcess, is_over: threading.Event, done: list[int]) -> None:
    """Publish a version each second until it is over."""
    while not is_over.wait(1):
        publisher.do("publish", len(done) + 1)
        done.append(len(done) + 1)


def watch_memory(process: subprocess.Popen, is_over: threading.Event, found: list[tuple[float, float]]) -> None:
    """Note the memory every few seconds."""
    began = time.monotonic()
    while not is_over.wait(5):
        found.append((time.monotonic() - began, pss_mb(family(process))))


def main() -> None:
    """Run, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--readers", type=int, default=500)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed.")
    began = time.strftime("%Y-%m-%d %H:%M"), load()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        variables, publisher = site_with_publisher(folder, stack)
        port = served.free_port()
        server = stack.enter_context(served.gunicorn(folder, variables, port=port, workers=2))
        if served.has_nginx():
            outside = served.free_port()
            stack.enter_context(served.nginx(folder, variables, port=outside, upstream=port))
            port = outside
        script = folder / "readers.lua"
        script.write_text(SCRIPT % ITEM)
        command = [
            "wrk", "-t2", f"-c{arguments.readers}", f"-d{arguments.seconds}s", "--timeout", "30s", "-s", str(script),
            "-H", "Host: localhost", f"http://127.0.0.1:{port}/",
        ]  # fmt: skip
        is_over, done, memory = threading.Event(), [], []
        threads = [
            threading.Thread(target=publish_every_second, args=(publisher, is_over, done)),
            threading.Thread(target=watch_memory, args=(server, is_over, memory)),
        ]
        for thread in threads:
            thread.start()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        is_over.set()
        for thread in threads:
            thread.join()
    report(said, done, memory, began, arguments)


def report(said: str, done: list[int], memory: list[tuple[float, float]], began: tuple[str, str], arguments) -> None:
    """Print what came of it, and write it into the results."""
    minute = min(60, arguments.seconds / 3)
    first = median([mb for at, mb in memory if at <= minute])
    last = median([mb for at, mb in memory if at >= memory[-1][0] - minute])
    requests = int(re.search(r"(\d+) requests in", said)[1])
    errors = re.findall(r"(?:Socket errors|Non-2xx).*", said)
    text = (
        "## Endurance\n"
        f"`python -m bench.endurance --seconds {arguments.seconds} --readers {arguments.readers}`, {began[0]}, "
        f"load {began[1]} at the start and {load()} at the end.\n\n"
        f"{requests:,} requests, {len(done)} changes. Errors: {'; '.join(errors) or 0}. "
        f"Memory (PSS) in the first minute {first:.0f} MB, in the last {last:.0f} MB: {last / first:.3f}."
    )
    print(text)
    write("endurance", text)


if __name__ == "__main__":
    main()
