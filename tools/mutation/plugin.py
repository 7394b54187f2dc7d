"""
A plugin of pytest for ``tools/mutants``.

With ``MUTANTS_RECORD`` it writes to that file what became of each test and what it took. With
``MUTANTS_ORDER``, a file that gives ids of tests in order with the seconds each may take, it runs those alone. With
``MUTANTS_JOBS`` it answers the driver (``tools/mutation/warm.py``).
"""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

# What pytest itself never ends with.
TOOK_TOO_LONG = 90


class Clock:
    """Puts into each report the processor's seconds of a phase, those of processes that it waited for included."""

    def __init__(self) -> None:
        self.before = sum(os.times()[:4])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self):
        """Add what has passed since the phase before."""
        report = yield
        now = sum(os.times()[:4])
        report.processor_seconds = now - self.before
        self.before = now
        return report


class Recorder:
    """Notes what each test took, by the clock and of the processor, and which of them did not pass."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seconds: dict[str, float] = {}
        self.cost: dict[str, float] = {}
        self.not_passed: set[str] = set()

    def pytest_runtest_logreport(self, report) -> None:
        """Note one phase of a test, in whichever process it ran."""
        test = report.nodeid
        self.seconds[test] = self.seconds.get(test, 0) + report.duration
        self.cost[test] = self.cost.get(test, 0) + report.processor_seconds
        if not report.passed:
            self.not_passed.add(test)

    def pytest_sessionfinish(self) -> None:
        """Write down what was noted."""
        found = {"seconds": self.seconds, "cost": self.cost, "not_passed": sorted(self.not_passed)}
        self.path.write_text(json.dumps(found))


class Chosen:
    """Runs the chosen tests in their order, and ends the process where one takes too long."""

    def __init__(self, path: Path) -> None:
        self.seconds: dict[str, float] = json.loads(path.read_text())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, config, items):
        """Leave out other tests; what pytest-django sorts after this, it leaves in this order."""
        places = {test: place for place, test in enumerate(self.seconds)}
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in places])
        items[:] = sorted((i for i in items if i.nodeid in places), key=lambda item: places[item.nodeid])
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        """Give a test its time; an endless loop ends with the process."""
        end_after(self.seconds[item.nodeid])
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def end_after(seconds: float) -> None:
    """End this process after some seconds, unless the timer is set anew."""
    signal.signal(signal.SIGALRM, lambda *_: os._exit(TOOK_TOO_LONG))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def pytest_configure(config) -> None:
    """Do what the environment asks for; of pytest-xdist's processes the first alone hears of every test."""
    if path := os.environ.get("MUTANTS_RECORD"):
        config.pluginmanager.register(Clock())
        if not hasattr(config, "workerinput"):
            config.pluginmanager.register(Recorder(Path(path)))
    if path := os.environ.get("MUTANTS_ORDER"):
        config.pluginmanager.register(Chosen(Path(path)))
    if jobs := os.environ.get("MUTANTS_JOBS"):
        # Only here: the names that a run without it needs are few.
        sys.path.insert(0, str(config.rootpath))
        from tools.mutation.warm import Warm  # noqa: PLC0415

        config.pluginmanager.register(Warm(*map(int, jobs.split(","))))
