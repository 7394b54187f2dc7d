"""Sites of several sizes that answer the same requests in turn, each in a process and a database of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
OK = 200


def database_url(folder: str, name: str) -> str:
    """Return the address of a new database: in a folder, or on the PostgreSQL that ``DATABASE_URL`` names."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{folder}/{name}.sqlite3"
    import psycopg2

    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return urlsplit(server)._replace(path=f"/{name}").geturl()


class Site:
    """A process with a database of its own; ``module`` is one that calls ``answer_requests``."""

    def __init__(self, module: str, count: int, folder: str) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "board.settings.test",
            "DATABASE_URL": database_url(folder, f"{module.rpartition('.')[2]}_{count}"),
            "PYTHONPATH": str(ROOT),
        }
        self.module = module
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, "--answer", str(count)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def wait(self) -> None:
        """Wait until the database is filled."""
        if self.process.stdout.readline() != "ready\n":
            sys.exit(f"A database could not be filled. Run {self.module} with --answer 100 to see why.")

    def ask(self, what: str, address: str) -> dict:
        """Return what a request cost; ``what`` is ``time``, or ``change`` to renew all stamps first."""
        self.process.stdin.write(f"{what} {address}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer["status"] != OK:
            sys.exit(f"{address} answered {answer['status']}.")
        return answer

    def close(self) -> None:
        """Let the process end."""
        self.process.stdin.close()
        self.process.wait()


class DatabaseClock:
    """
    Counts what a request asks of the database, and what processor time that takes in milliseconds.

    It is this process's for SQLite, which works within it, and that of the connection's own server process for
    PostgreSQL: others on the machine change neither much. On a server elsewhere it is what we wait.
    """

    def __init__(self, connection) -> None:
        self.queries, self.milliseconds = 0, 0.0
        self.clock = time.process_time
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            spent = Path(f"/proc/{connection.connection.get_backend_pid()}/schedstat")
            self.clock = (lambda: int(spent.read_text().split()[0]) / 1e9) if spent.exists() else time.perf_counter

    def __call__(self, execute, sql, params, many, context):
        """Execute a statement, as Django's ``execute_wrapper`` asks for."""
        start = self.clock()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.milliseconds += (self.clock() - start) * 1000


def answer_requests(count: int, fill: Callable[[int], None], found: Callable[[str], int]) -> None:
    """
    Fill the database, then answer the addresses that come in by line, each with what it cost as JSON.

    ``fill`` puts so many pages into a fresh database, and ``found`` reads from a page how many it says there are.
    """
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    fill(count)
    call_command("renew_stamps", stdout=sys.stderr)
    client = Client(headers={"host": "localhost"})
    print("ready", flush=True)
    for line in sys.stdin:
        what, _, address = line.strip().partition(" ")
        if what == "change":
            call_command("renew_stamps", stdout=sys.stderr)
        clock = DatabaseClock(connection)
        with connection.execute_wrapper(clock):
            start = time.process_time()
            response = client.get(address)
            spent = (time.process_time() - start) * 1000
        answer = {
            "status": response.status_code,
            # A server's own work is no time of this process.
            "milliseconds": spent if connection.vendor == "sqlite" else spent + clock.milliseconds,
            "database": clock.milliseconds,
            "queries": clock.queries,
            "found": found(response.content.decode()) if response.status_code == OK else None,
        }
        print(json.dumps(answer), flush=True)
