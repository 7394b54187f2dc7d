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
from typing import Any

# The folder from which this package is imported, whatever package it is part of.
ROOT = Path(__file__).resolve().parents[__name__.count(".")]
# A child that has used this fraction of its processor time was not ended for the clock's sake alone.
NEARLY = 0.9


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
    """
    The lines that a child wrote before it ended, each a JSON object with one key, and what it cost.

    ``has_failed``: it did not end by itself. ``is_out_of_time``: it was ended because the clock said so, and not the
    processor: a busy machine is slow, not the file. ``seconds`` are the clock's; ``peak_memory`` is in bytes.
    """

    lines: list[dict]
    has_failed: bool = False
    is_out_of_time: bool = False
    peak_memory: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0

    def last(self, name: str) -> Any:
        """Return what the last line with a name says, or ``None``."""
        return next((line[name] for line in reversed(self.lines) if name in line), None)

    @property
    def facts(self) -> dict | None:
        """What the child says of the whole file; ``None`` where it did not come so far."""
        return self.last("facts")


def program_of(module: str) -> str:
    """Return the source of a program that calls ``main()`` of a module."""
    return f"import sys; sys.path.insert(0, {str(ROOT)!r}); from {module} import main; main()"


def run_child(
    program: str, arguments: Sequence[str], limits: Limits, environment: Mapping[str, str] | None = None
) -> ChildResult:
    """
    Run a program in a child process, and return its result; the child has ended by then.

    The program limits itself (``limit_resources``) and writes JSON objects (``write_line``, ``write_result``).
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

    was_stopped = threading.Event()

    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)

    def stop() -> None:
        was_stopped.set()
        kill()

    timer = threading.Timer(limits.wall_seconds, stop)
    timer.start()
    try:
        with child.stdout:
            output = child.stdout.read(limits.output + 1)
            if len(output) > limits.output:
                output = b""
                kill()
        # Unlike wait(), this returns what this one child has used.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    finally:
        timer.cancel()
    lines = read_lines(output)
    used = usage.ru_utime + usage.ru_stime
    return ChildResult(
        lines,
        has_failed=child.returncode != 0,
        is_out_of_time=was_stopped.is_set() and used < NEARLY * limits.processor_seconds,
        # Of a child that died only the system can tell, and it counts what the parent used when it started the child;
        # the child itself had no more than its limit.
        peak_memory=ChildResult(lines).last("peak_memory") or min(usage.ru_maxrss * 1024, limits.memory),
        seconds=time.monotonic() - started,
        processor_seconds=used,
    )


def read_lines(output: bytes) -> list[dict]:
    """Return the lines that a child wrote; the last one of a child that died may be cut, and is left out."""
    lines = []
    for line in output.splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            break
    return lines


def limit_resources(limits: Limits) -> None:
    """Give up this process's right to more memory, time and files."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.processor_seconds, limits.processor_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A parent that was killed can't stop its child.
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 1)


def write_line(line: dict) -> None:
    """Write a line of what a child has found to standard output, so that its parent has it whatever happens next."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def write_result(facts: dict) -> None:
    """Write all that a child has found, with the most memory that it has used."""
    write_line({"facts": facts})
    write_line({"peak_memory": peak_memory()})


def peak_memory() -> int:
    """Return the most memory that this process has used, in bytes; 0 where the system does not say."""
    try:
        # Counted from the start of this program; what getrusage() returns begins with the memory of the parent.
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration, ValueError):
        return 0
