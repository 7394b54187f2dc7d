"""
The library's cost at 10,000 resources beside that at 100: ``python -m bench.facets [--rounds 100]``.

Two processes, each with a temporary SQLite database of its own, answer the same requests in turn; the medians of their
processor time are compared. The databases are filled row by row, past the site, which is why the stamps are renewed.
"""

import argparse
import datetime as dt
import random
import re
import statistics
import tempfile

from bench.pages import insert, placed
from bench.sites import Site, answer_requests

SMALL, LARGE = 100, 10_000
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
    from django.db import transaction

    from resources.models import ResourceIndexPage, ResourcePage, Topic

    library = ResourceIndexPage.objects.get()
    dice = random.Random(2026)  # The same content in every run.
    topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS))
    pages = [
        placed(
            ResourcePage, library, number, title=f"Resource {number}", summary="What it is, in one plain sentence.",
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
        insert(pages, library)
        link = ResourcePage.topics.through
        link.objects.bulk_create(
            link(resourcepage_id=page.pk, topic=topic)
            for page in pages
            for topic in {topics[3], dice.choice(topics)} | set(dice.sample(topics, 1))
        )


def count_in(page: str) -> int:
    """Return how many resources a page of the library says there are."""
    return int(FOUND.search(page).group(1))


def compare(rounds: int) -> None:
    """Print the medians of both sizes, their ratio and the queries."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (Site("bench.facets", count, folder) for count in (SMALL, LARGE))
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
            counted = [site.ask("time", address) for site in times]
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
        answer_requests(arguments.answer, fill, count_in)
    else:
        compare(arguments.rounds)
