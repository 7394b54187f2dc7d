"""The site as production serves it, on a database of its own, for the programs that measure it and for tests."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "deploy" / "gunicorn.conf.py"
PROGRAMS = Path(sys.executable).parent
PATIENCE = 120
SECRET_KEY = "a-key-for-measuring-which-protects-nothing-at-all-0123456789abcdef"
FACTOR_KEY = "YS1rZXktZm9yLW1lYXN1cmluZy1hbmQtbm8tb3RoZXI="


def free_port() -> int:
    """Return a free TCP port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, database_url: str | None = None, **variables: str) -> dict[str, str]:
    """Return the environment of a site in a folder; SQLite unless a database is named."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "CI") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "board.settings.production",
        "SECRET_KEY": SECRET_KEY,
        "FACTOR_KEYS": FACTOR_KEY,
        "BASE_URL": "http://localhost",
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PAGE_CACHE_DIR": str(folder / "pages"),
        "EMAIL_URL": "dummymail://",
        "SEARCHES_PER_MINUTE": "0",
        "ACCESS_LOG": "/dev/null",
        **variables,
    }


def manage(variables: dict[str, str], *arguments: str) -> None:
    """Run a management command of the site."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=variables, check=True)


def prepare(variables: dict[str, str]) -> None:
    """Make the site's tables and collect its static files, as tools/serve does at each start."""
    manage(variables, "migrate", "--verbosity", "0")
    manage(variables, "collectstatic", "--noinput", "--verbosity", "0")


@contextmanager
def gunicorn(
    folder: Path,
    variables: dict[str, str],
    *,
    port: int,
    workers: int = 2,
    application: str = "board.wsgi",
    cwd: Path = ROOT,
) -> Iterator[subprocess.Popen]:
    """
    Run gunicorn as tools/serve does, until the block ends; yield its process, which answers.

    Another application is served by gunicorn's own worker, and as many threads.
    """
    options = ["--config", str(CONFIGURATION)]
    if application != "board.wsgi":
        options = [
            application, "--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--preload",
            "--no-control-socket",
        ]  # fmt: skip
    with (folder / f"gunicorn-{port}.log").open("a") as log:
        process = subprocess.Popen(
            [str(PROGRAMS / "gunicorn"), *options, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)],
            cwd=cwd,
            env=variables,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, process)
        yield process
    finally:
        end(process)


@contextmanager
def nginx(
    folder: Path,
    variables: dict[str, str],
    *,
    port: int,
    upstream: int,
    workers: int = 2,
    is_log_buffered: bool = True,
) -> Iterator[subprocess.Popen]:
    """
    Run nginx with the configuration in deploy/, its names and folders those of a site; yield its process.

    A log that is not buffered has the line of a request as soon as it was answered.
    """
    kept = folder / "nginx"
    kept.mkdir(exist_ok=True)
    kept.chmod(0o777)
    text = (ROOT / "deploy" / "nginx" / "board.conf").read_text()
    for said, meant in {
        "/var/cache/board": str(kept / "cache"),
        "/run/board": variables["PAGE_CACHE_DIR"],
        "/srv/board/var/static": variables["STATIC_ROOT"],
        "/var/log/nginx/board.log": str(kept / "access.log"),
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "board.example.org": "localhost",
        " buffer=64k flush=1s": " buffer=64k flush=1s" if is_log_buffered else "",
    }.items():
        if said not in text:
            sys.exit(f"deploy/nginx/board.conf does not name “{said}” any more.")
        text = text.replace(said, meant)
    user = "user root;" if os.geteuid() == 0 else ""
    (kept / "nginx.conf").write_text(
        f"{user}\nworker_processes {workers};\npid {kept}/pid;\nerror_log {kept}/error.log;\ndaemon off;\n"
        "events { worker_connections 2048; }\n"
        "http {\nsendfile on;\ntcp_nopush on;\ntypes { text/html html; text/css css; }\n"
        f"client_body_temp_path {kept}/body;\n"
        f"proxy_temp_path {kept}/proxy;\nfastcgi_temp_path {kept}/fcgi;\nuwsgi_temp_path {kept}/uwsgi;\n"
        f"scgi_temp_path {kept}/scgi;\n{text}\n}}\n"
    )
    process = subprocess.Popen(["nginx", "-c", str(kept / "nginx.conf"), "-e", f"{kept}/error.log"])
    try:
        wait_for(port, process)
        yield process
    finally:
        end(process)


def has_nginx() -> bool:
    """Return whether nginx is installed."""
    return shutil.which("nginx") is not None


def wait_for(port: int, process: subprocess.Popen, path: str = "/robots.txt") -> None:
    """Return when a server answers; raises ``RuntimeError`` when it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"})
            urllib.request.urlopen(request, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Nothing answers on port {port}.")


def end(process: subprocess.Popen) -> None:
    """End a server and wait for it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def children(process: subprocess.Popen) -> list[int]:
    """Return the process ids of a server's workers."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = re.sub(r"\(.*\)", "", status.read_text()).split()[2]
        except OSError:
            continue
        if int(parent) == process.pid:
            found.append(int(status.parent.name))
    return found


def kill(pid: int) -> None:
    """Kill a process that was started here, without a warning to it."""
    os.kill(pid, signal.SIGKILL)
