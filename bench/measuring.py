"""What a server costs: processor time, memory and requests per second, read from /proc and from wrk."""

import http.client
import os
import re
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from . import served

SECONDS, CONNECTIONS = 3, 16
# Seconds of processor time in a fifth of a second.
IDLE = 0.01


def family(process: subprocess.Popen) -> list[int]:
    """Return the process ids of a server and its workers."""
    return [process.pid, *served.children(process)]


def cpu_seconds(pids: list[int]) -> float:
    """Return the processor time that processes have used, in seconds (proc(5), schedstat: nanoseconds)."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            total += int(task.read_text().split()[0])
    return total / 1e9


def pss_mb(pids: list[int]) -> float:
    """Return the memory of processes in MB, what they share counted once (proc(5), Pss)."""
    found = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) for text in found) / 1024


def ask(port: int, path: str, times: int = 1, **headers: str) -> bytes:
    """Ask an address on one connection; return the last body. Raises ``RuntimeError`` for anything but 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    body = b""
    for _ in range(times):
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        response = connection.getresponse()
        body = response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{path} answered {response.status}.")
    connection.close()
    return body


def cpu_per_request(process: subprocess.Popen, port: int, path: str, times: int) -> float:
    """Return the milliseconds of processor time that a server takes for a request, one after another."""
    before = cpu_seconds(family(process))
    ask(port, path, times)
    return (cpu_seconds(family(process)) - before) * 1000 / times


class Rate(NamedTuple):
    """Requests per second, and the server's processor time for each in milliseconds."""

    requests: float
    cpu: float


def rate(
    process: subprocess.Popen, port: int, path: str, seconds: int = SECONDS, connections: int = CONNECTIONS
) -> Rate:
    """Return how wrk is answered; raises ``RuntimeError`` where any answer is an error."""
    before = cpu_seconds(family(process))
    command = [
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-H", "Host: localhost",
        f"http://127.0.0.1:{port}{path}",
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{path} on port {port}:\n{said}")
    taken = cpu_seconds(family(process)) - before
    settle(process)
    count = int(re.search(r"(\d+) requests in", said)[1])
    return Rate(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), taken * 1000 / count)


def settle(process: subprocess.Popen) -> None:
    """
    Return when a server has nothing to do any more, or after ten seconds.

    Requests that wrk no longer waits for are answered all the same, in the time of what is measured next.
    """
    pids, deadline = family(process), time.monotonic() + 10
    before = cpu_seconds(pids)
    while time.monotonic() < deadline:
        time.sleep(0.2)
        if (now := cpu_seconds(pids)) - before < IDLE:
            return
        before = now


def median(numbers: list[float]) -> float:
    """Return the median."""
    return statistics.median(numbers)


def load() -> str:
    """Return the machine's load, for beside the figures."""
    return " ".join(f"{number:.1f}" for number in os.getloadavg())
