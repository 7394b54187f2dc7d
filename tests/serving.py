"""The site served as production serves it, for tests that speak HTTP."""

import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECRET_KEY = "a-key-for-the-tests-that-serve-which-protects-nothing-at-all-0123456789"
FACTOR_KEY = "c2VydmVkLXRlc3RzLXByb3RlY3RlZC1ieS1ub3RoaW4="
START_SECONDS = 300  # A busy machine compresses the static files slowly.


def environment(**variables):
    """Return the environment of a machine that runs nothing but this site."""
    return {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "FACTOR_KEYS": FACTOR_KEY, **variables}


@contextmanager
def serve(folder, port, **variables):
    """Run tools/serve on a port, with its log in ``folder``; yield the site's address when it answers."""
    log = folder / "serve.log"
    url = f"http://127.0.0.1:{port}"
    with log.open("w") as output:
        server = subprocess.Popen(
            ["tools/serve"],
            cwd=ROOT,
            env=environment(
                SECRET_KEY=SECRET_KEY,
                MEDIA_ROOT=str(folder / "media"),
                STATIC_ROOT=str(folder / "static"),
                PORT=str(port),
                **{"MAIL_WORKER": "off", **variables},
            ),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_it_answers(f"{url}/robots.txt", server, log)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_until_it_answers(url, server, log):
    """Return when the server answers; fail with its log when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
