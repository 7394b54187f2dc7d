"""
What grows with the number of items: ``python -m bench.growth [--sizes 100,1000,10000,50000] [--rounds 7]``.

Sites of several sizes run beside each other, each with one worker that makes every page anew (PAGE_CACHE_SECONDS=0),
and answer the same requests in turn. Processor time is that of the worker; the medians of the rounds are compared.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from . import served
from .measuring import ask, cpu_per_request, cpu_seconds, family, load, median, pss_mb
from .results import table, write

ADDRESSES = {
    "index, first page": "/news/",
    "index, a deep page": "/news/?page={deep}",
    "an item": "/news/item-7/",
    "feed": "/news/feed/",
    "sitemap": "/sitemap.xml",
    "home": "/",
}
REQUESTS, PUBLICATIONS = 40, 15


class Site:
    """A site of a size, with one worker."""

    def __init__(self, folder: Path, size: int, stack: ExitStack) -> None:
        self.size, self.port = size, served.free_port()
        home = folder / str(size)
        home.mkdir()
        self.variables = served.environment(home, PAGE_CACHE_SECONDS="0")
        served.prepare(self.variables)
        command = [sys.executable, "-m", "bench.filling", str(size)]
        subprocess.run(command, cwd=served.ROOT, env=self.variables, check=True)
        self.process = stack.enter_context(served.gunicorn(home, self.variables, port=self.port, workers=1))
        self.times: dict[str, list[float]] = {}
        for path in self.paths.values():
            ask(self.port, path, 3)

    @property
    def paths(self) -> dict[str, str]:
        """Return the addresses by their names; the deep page is the last but one."""
        return {name: path.format(deep=self.size // 20 - 1) for name, path in ADDRESSES.items()}

    def measure(self, name: str) -> None:
        """Take the time of an address once."""
        cost = cpu_per_request(self.process, self.port, self.paths[name], REQUESTS)
        self.times.setdefault(name, []).append(cost)

    def after_a_change(self) -> float:
        """Return the milliseconds that the first reader of the index pays for after something was published."""
        served.manage({**self.variables, "LOG": "off"}, "renew_stamps", "--verbosity", "0")
        before = cpu_seconds(family(self.process))
        ask(self.port, "/news/")
        return (cpu_seconds(family(self.process)) - before) * 1000


def in_each_round(least: list[float], most: list[float]) -> float:
    """Return how many times one site's time is of another's: the median of the rounds, each a ratio of neighbours."""
    return median([more / less for less, more in zip(least, most, strict=True)])


def publish_times(sites: list[Site]) -> list[list[float]]:
    """Return the milliseconds of publications on each site, one on each in turn."""
    from .zero_stale import PublisherProcess

    publishers = [PublisherProcess(site.variables) for site in sites]
    taken: list[list[float]] = [[] for _ in sites]
    for number in range(1, PUBLICATIONS + 3):
        for publisher, times in zip(publishers, taken, strict=True):
            before = cpu_seconds([publisher.process.pid])
            publisher.do("publish", number)
            times.append((cpu_seconds([publisher.process.pid]) - before) * 1000)
    for publisher in publishers:
        publisher.close()
    return [times[2:] for times in taken]


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000,50000")
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    began = time.strftime("%Y-%m-%d %H:%M"), load()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        sites = [Site(Path(name), int(size), stack) for size in arguments.sizes.split(",")]
        for _ in range(arguments.rounds):
            # One address after the other: neighbours are compared, since the machine's speed changes meanwhile.
            for what in ADDRESSES:
                for site in sites:
                    site.measure(what)
        rows = []
        for what in ADDRESSES:
            medians = [median(site.times[what]) for site in sites]
            ratios = [in_each_round(sites[0].times[what], site.times[what]) for site in sites[1:]]
            rows.append([what, *(f"{number:.1f}" for number in medians), f"{max(ratios):.2f}"])
        memory = [pss_mb(family(site.process)[1:]) for site in sites]
        rows.append(
            ["memory of the worker, MB", *(f"{number:.0f}" for number in memory), f"{memory[-1] / memory[0]:.2f}"]
        )
        publications = publish_times(sites)
        rows.append(
            [
                "a publication",
                *(f"{median(times):.0f}" for times in publications),
                f"{in_each_round(publications[0], publications[-1]):.2f}",
            ]
        )
        first = [median([site.after_a_change() for _ in range(3)]) for site in sites]
        rows.append(
            [
                "index, first reader after a change",
                *(f"{number:.0f}" for number in first),
                f"{first[-1] / first[0]:.2f}",
            ]
        )
    head = ["ms of processor time", *(f"{site.size:,} items" for site in sites), "most ÷ least items"]
    text = (
        "## Growth\n"
        f"`python -m bench.growth`, {began[0]}, load {began[1]} at the start and {load()} at the end. "
        f"Pages made anew, one worker each, SQLite. Medians of {arguments.rounds} interleaved rounds of {REQUESTS} "
        "requests; ratios are the medians of those within a round.\n\n" + table(head, rows)
    )
    print(text)
    write("growth", text)


if __name__ == "__main__":
    main()
