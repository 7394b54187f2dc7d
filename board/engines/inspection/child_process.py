"""Child processes under limits: no file that is read in one can hang or bring down the process that asks."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# The folder from which this package is imported, whatever package it is part of.
ROOT = Path(__file__).resolve().parents[__name__.count(".")]


@dataclass(frozen=True)
class Limits:
    """
    What a child may use.

    ``memory`` is its address space and ``output`` what it writes, both in bytes; ``processor_seconds`` are its own, and
    after ``wall_seconds`` on the clock its parent kills it.
    """

    memory: int
    processor_seconds: int
    wall_seconds: float
    output: int


@dataclass(frozen=True)
class ChildResult:
    """What a child wrote before it ended, ``None`` where it failed; and what it cost."""

    facts: dict | None
    peak_memory: int
    seconds: float


def program_of(module: str) -> str:
    """Return the source of a program that calls ``main()`` of a module."""
    return f"import sys; sys.path.insert(0, {str(ROOT)!r}); from {module} import main; main()"


def run_child(
    program: str, arguments: Sequence[str], limits: Limits, environment: Mapping[str, str] | None = None
) -> ChildResult:
    """
    Run a program in a child process, and return its result; the child has ended by then.

    The program limits itself (``limit_resources``) and writes a JSON object (``write_result``).
    Raises ``OSError`` where no process can be started.
    """
    started = time.monotonic()
    child = subprocess.Popen(  # noqa: S603  # Our own interpreter and program; each argument is one of its own.
        [sys.executable, "-I", "-c", program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8", **(environment or {})},
        start_new_session=True,
    )
    assert child.stdout is not None  # noqa: S101  # For the type checker: we asked for a pipe.

    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(limits.wall_seconds, kill)
    timer.start()
    try:
        with child.stdout:
            output = child.stdout.read(limits.output + 1)
            if len(output) > limits.output:
                kill()
        # Unlike wait(), this returns what this one child has used.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        timer.cancel()
    facts = json.loads(output) if child.returncode == 0 else None
    # Of a child that died only the system can tell, and it counts what the parent used when it started the child.
    peak = (facts or {}).pop("peak_memory", 0) or usage.ru_maxrss * 1024
    return ChildResult(facts, peak, time.monotonic() - started)


def limit_resources(limits: Limits) -> None:
    """Give up this process's right to more memory, time and files."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor_seconds, limits.processor_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A parent that was killed can't stop its child.
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 1)


def write_result(facts: dict) -> None:
    """Write what a child has found to standard output, with the most memory that it has used."""
    json.dump(facts | {"peak_memory": peak_memory()}, sys.stdout)


def peak_memory() -> int:
    """Return the most memory that this process has used, in bytes; 0 where the system does not say."""
    try:
        # Counted from the start of this program; what getrusage() returns begins with the memory of the parent.
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration, ValueError):
        return 0
