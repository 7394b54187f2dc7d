"""
The library's cost at 10,000 resources beside that at 100: ``python -m bench.facets [--rounds 100]``.

Two processes, each with a temporary SQLite database of its own, answer the same requests in turn; the medians of their
processor time are compared. The databases are filled row by row, past the site, which is why the stamps are renewed.
"""

import argparse
import datetime as dt
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SMALL, LARGE = 100, 10_000
OK = 200
FOUND = re.compile(r"<li>(\d+) resources?</li>")
TOPICS = 12
PUBLISHERS = 40
ADDRESSES = [
    "/resources/",
    "/resources/?sort=title",
    "/resources/?kind=report",
    "/resources/?kind=report&topic=topic-3",
    "/resources/?audience=parents&year=2020",
    "/resources/?kind=report&audience=parents&topic=topic-3&publisher=publisher-2&year=2020",
    "/resources/?page=5",
]


def fill(count: int) -> None:
    """Put a number of public resources with topics into the library of a fresh database."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from django.utils import timezone

    from board.basepage.models import BasePage
    from resources.models import ResourceIndexPage, ResourcePage, Topic

    library = ResourceIndexPage.objects.get()
    dice = random.Random(2026)  # The same content in every run.
    now, content_type = timezone.now(), ContentType.objects.get_for_model(ResourcePage)
    topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS))
    pages = [
        ResourcePage(
            title=f"Resource {number}", draft_title=f"Resource {number}", slug=f"resource-{number}",
            path=ResourcePage._get_path(library.path, library.depth + 1, number), depth=library.depth + 1,
            url_path=f"{library.url_path}resource-{number}/", content_type=content_type, locale=library.locale,
            live=True, first_published_at=now, last_published_at=now, summary="What it is, in one plain sentence.",
            kind=dice.choice(ResourcePage.Kind.values), audience=dice.choice(ResourcePage.Audience.values),
            publisher=dice.choice(["", f"Publisher {dice.randrange(PUBLISHERS)}"]),
            published_on=dt.date(2012, 1, 1) + dt.timedelta(days=dice.randrange(5400)),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    # Enough fit every choice that is asked for to fill a page of the list at both sizes.
    for page in pages[:25]:
        page.kind, page.audience, page.publisher = "report", "parents", "Publisher 2"
        page.published_on = dt.date(2020, 5, 1)
    with transaction.atomic():
        names = {field.name for field in BasePage._meta.concrete_fields} - {"id"}
        rows = BasePage._base_manager.bulk_create(
            BasePage(**{name: getattr(page, name) for name in names}) for page in pages
        )
        fields = ResourcePage._meta.local_concrete_fields
        columns, marks = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
        for page, row in zip(pages, rows, strict=True):
            page.pk = page.id = page.basepage_ptr_id = row.pk
        values = [
            [field.get_db_prep_save(field.pre_save(page, True), connection) for field in fields] for page in pages
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {ResourcePage._meta.db_table} ({columns}) VALUES ({marks})", values)
        link = ResourcePage.topics.through
        link.objects.bulk_create(
            link(resourcepage_id=page.pk, topic=topic)
            for page in pages
            for topic in {topics[3], dice.choice(topics)} | set(dice.sample(topics, 1))
        )
        BasePage._base_manager.filter(pk=library.pk).update(numchild=count)


def answer_requests(count: int) -> None:
    """Fill the database, then answer the addresses that come in by line: time in milliseconds and queries as JSON."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    fill(count)
    call_command("renew_stamps", stdout=sys.stderr)
    client = Client(headers={"host": "localhost"})
    print("ready", flush=True)
    for line in sys.stdin:
        what, _, address = line.strip().partition(" ")
        if what == "change":
            call_command("renew_stamps", stdout=sys.stderr)
        with CaptureQueriesContext(connection) if what == "queries" else open(os.devnull) as captured:  # noqa: PTH123
            start = time.process_time()
            response = client.get(address)
            milliseconds = (time.process_time() - start) * 1000
        answer = {
            "status": response.status_code,
            "milliseconds": milliseconds,
            "queries": len(captured) if what == "queries" else None,
            "found": int(FOUND.search(response.content.decode()).group(1)) if response.status_code == OK else None,
        }
        print(json.dumps(answer), flush=True)


class Site:
    """A process with a database of its own."""

    def __init__(self, count: int, folder: str) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "board.settings.test",
            "DATABASE_URL": f"sqlite:///{folder}/{count}.sqlite3",
            "PYTHONPATH": str(ROOT),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.facets", "--answer", str(count)],
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
            sys.exit("A database could not be filled. Run it with --answer 100 to see why.")

    def ask(self, what: str, address: str) -> dict:
        """Return what a request cost; ``what`` is ``time``, ``queries`` or ``change``."""
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


def compare(rounds: int) -> None:
    """Print the medians of both sizes, their ratio and the queries."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Site(SMALL, folder), Site(LARGE, folder)
        small.wait()
        large.wait()
        print(f"{'ms of processor time, medians':<92}{SMALL:>8}{LARGE:>8}   ratio  queries       found")
        for address in ADDRESSES:
            times: dict[Site, list[float]] = {small: [], large: []}
            for site in (small, large):
                site.ask("time", address)
            for _ in range(rounds):
                for site, taken in times.items():
                    taken.append(site.ask("time", address)["milliseconds"])
            few, many = (statistics.median(taken) for taken in times.values())
            counted = [site.ask("queries", address) for site in times]
            queries = " ".join(str(answer["queries"]) for answer in counted)
            found = "/".join(str(answer["found"]) for answer in counted)
            print(f"{address:<92}{few:>8.2f}{many:>8.2f}{many / few:>8.2f}{queries:>9}{found:>12}")
        for site, count in ((small, SMALL), (large, LARGE)):
            anew = statistics.median(site.ask("change", "/resources/")["milliseconds"] for _ in range(10))
            print(f"The first reader after a change, {count} resources: {anew:.0f} ms")
        last = statistics.median(
            large.ask("time", f"/resources/?page={LARGE // 20}")["milliseconds"] for _ in range(20)
        )
        print(f"The last of {LARGE // 20} pages: {last:.1f} ms")
        for site in (small, large):
            site.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="requests of each address to each database")
    parser.add_argument("--answer", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        answer_requests(arguments.answer)
    else:
        compare(arguments.rounds)
