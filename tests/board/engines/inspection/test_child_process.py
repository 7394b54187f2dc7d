"""No child process outlives its limits, and none writes or takes more than it may."""

import subprocess
import sys

import pytest

from board.engines.inspection import child_process
from board.engines.inspection.child_process import Limits, run_child

LIMITS = Limits(memory=256 * 1024**2, processor_seconds=5, wall_seconds=20, output=1000)


@pytest.mark.parametrize(
    ("program", "limits"),
    [
        ("import time; time.sleep(600)", Limits(LIMITS.memory, 5, 0.3, 1000)),
        ("while True: print('x' * 100)", LIMITS),
        ("raise MemoryError", LIMITS),
    ],
    ids=["hangs", "writes without end", "fails"],
)
def test_child_that_fails_has_no_result(program, limits):
    result = run_child(program, [], limits)
    assert result.facts is None
    assert result.seconds < 15


def test_result_has_what_it_cost():
    program = f"""
import sys
sys.path.insert(0, {str(child_process.ROOT)!r})
from {child_process.__name__} import write_result
write_result({{"argument": sys.argv[1]}})
"""
    result = run_child(program, ["-a b'\"$(id)"], LIMITS)
    assert result.facts == {"argument": "-a b'\"$(id)"}
    assert 0 < result.peak_memory < LIMITS.memory


GREEDY_CHILD = f"""
import resource, signal, sys
sys.path.insert(0, {str(child_process.ROOT)!r})
from {child_process.__name__} import Limits, limit_resources
limit_resources({LIMITS!r})
assert resource.getrlimit(resource.RLIMIT_AS)[1] == {LIMITS.memory}
assert resource.getrlimit(resource.RLIMIT_CPU)[1] == {LIMITS.processor_seconds}
assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == 0
assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= {LIMITS.wall_seconds} + 1
assert "django" not in sys.modules
bytearray(2 * {LIMITS.memory})
"""


def test_child_limits_its_own_resources():
    ended = subprocess.run([sys.executable, "-I", "-c", GREEDY_CHILD], capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr
