"""
What a search costs with 10,000 and 50,000 pages beside 1,000: ``python -m bench.search_cost [--rounds 15]``.

On SQLite; on PostgreSQL with ``tools/with_postgresql python -m bench.search_cost``. Three processes, each with a
database of its own, answer the same searches in turn. Ends with 1 where more is used than was promised.
"""

import argparse
import datetime as dt
import itertools
import os
import random
import re
import statistics
import sys
import tempfile
import time

from bench.measuring import load
from bench.pages import insert, placed
from bench.results import table, write
from bench.sites import Site, answer_requests

SIZES = (1_000, 10_000, 50_000)
FOUND = re.compile(r"<li>(\d+) pages?")
# The words of a page; every tenth page carries a file of so many pages.
WORDS, FILE_EVERY, FILE_PAGES = 120, 10, 5
VOCABULARY = 20_000
RARE = "kingfisher"
# Name, address, and how many times the cost at 1,000 pages it may be at 50,000, where that was promised.
SEARCHES = [
    ("a rare word", f"/search/?q={RARE}", 2),
    ("the commonest word", "/search/?q=children", 4),
    ("the commonest, by date", "/search/?q=children&sort=date", 4),
    ("the commonest, narrowed", "/search/?q=children&year=2020", 4),
    ("the commonest, last page", "/search/?q=children&page=20", 4),
    ("three common words", "/search/?q=children+word1x+word2x", None),
    ("misspelt", "/search/?q=kingfihser", None),
    ("a phrase", "/search/?q=%22children+word1x%22", None),
    ("in a file", "/search/?q=weir", 2),
]
MOST_QUERIES, MOST_DATABASE = 8, 100


def fill(count: int) -> None:
    """Put a number of news items, with files, into a fresh database and its index."""
    from django.db import transaction

    from news.models import NewsIndexPage, NewsPage

    dice = random.Random(2026)
    news = NewsIndexPage.objects.get()
    names = [f"word{number}x" for number in range(1, VOCABULARY)]
    # Zipf: the second word is half as common as the first, and so on.
    weights = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY)))

    def text(words: int) -> str:
        return "children " + " ".join(dice.choices(names, cum_weights=weights, k=words))

    with transaction.atomic():
        pages = [
            placed(
                NewsPage, news, number, title=text(5), summary=text(10), body=[],
                date=dt.date(2010, 1, 1) + dt.timedelta(days=dice.randrange(6000)),
            )
            for number in range(1, count + 1)
        ]  # fmt: skip
        insert(pages, news)
        index(pages, text)


def index(pages, text) -> None:
    """Write the index documents of the pages as ``search.index`` would, in bulk."""
    from search.analyser import term_line
    from search.index.index_document import IndexDocument, unique_terms
    from search.index.vocabulary import add_words
    from search.models import (
        FILE_PAGE_BITS,
        FacetCombination,
        FacetLabel,
        FilePage,
        IndexedFile,
        IndexedPage,
        IndexedPageText,
        index_id,
    )

    FacetLabel.objects.get_or_create(facet="kind", value="news", defaults={"label": "News"})
    documents, files, file_pages, links = [], [], [], []
    for number, page in enumerate(pages):
        year = f"{page.date:%Y}"
        labels = {("kind", "news"): "News", ("year", year): year}
        words = text(WORDS) + (f" {RARE}" if number in (500, 900, 950) else "")
        pk = index_id(page.pk, page.date)
        document = IndexDocument(page.pk, pk, page.path, page.title, page.summary, words, labels, page.date)
        columns = document.columns
        if number % FILE_EVERY == 0:
            texts = [text(WORDS) + (" weir" if number in (510, 520) and at == 3 else "") for at in range(FILE_PAGES)]
            lines = list(map(term_line, texts))
            columns["file_terms"] = unique_terms(lines)
            files.append(
                IndexedFile(page.pk, f"File {number}", f"/documents/{number}/f.pdf", "PDF", "1", columns["file_terms"])
            )
            file_pages += [
                FilePage((page.pk << FILE_PAGE_BITS) | at, page.pk, said, line)
                for at, (said, line) in enumerate(zip(texts, lines, strict=True), start=1)
            ]
            links.append((pk, page.pk))
        documents.append((document, columns))
    combinations = {
        values: FacetCombination.objects.get_or_create(values=values)[0].pk
        for values in {document.combination for document, _ in documents}
    }
    for year in {values.rsplit("year:")[-1] for values in combinations}:
        FacetLabel.objects.get_or_create(facet="year", value=year, defaults={"label": year})
    IndexedPage.objects.bulk_create(
        (
            IndexedPage(document.index_id, document.page_id, document.path, combinations[document.combination])
            for document, _ in documents
        ),
        batch_size=1000,
    )
    IndexedPageText.objects.bulk_create(
        (IndexedPageText(document.index_id, **columns) for document, columns in documents), batch_size=500
    )
    IndexedFile.objects.bulk_create(files, batch_size=500)
    FilePage.objects.bulk_create(file_pages, batch_size=500)
    link = IndexedPage.files.through
    link.objects.bulk_create((link(indexedpage_id=pk, indexedfile_id=file) for pk, file in links), batch_size=1000)
    add_words({word for document, _ in documents for word in document.vocabulary} | {RARE, "weir"})
    analyse()


def analyse() -> None:
    """Let PostgreSQL look at its tables, as it does by itself after a while."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def count_in(page: str) -> int:
    """Return how many pages a page of results says there are."""
    found = FOUND.search(page)
    return int(found.group(1)) if found else 0


def compare(rounds: int) -> int:
    """Print and write what each search costs at each size, with the ratios; return how many promises are broken."""
    broken, rows = 0, []
    began = time.strftime("%Y-%m-%d %H:%M"), load()
    with tempfile.TemporaryDirectory() as folder:
        sites = [Site("bench.search_cost", count, folder) for count in SIZES]
        for site in sites:
            site.wait()
        for name, address, most in SEARCHES:
            answers: list[list[dict]] = [[] for _ in sites]
            for site in sites:
                site.ask("time", address)
            for _ in range(rounds):
                for site, taken in zip(sites, answers, strict=True):
                    taken.append(site.ask("time", address))
            whole, database = (
                [statistics.median(answer[what] for answer in taken) for taken in answers]
                for what in ("milliseconds", "database")
            )
            queries = max(answer["queries"] for taken in answers for answer in taken)
            ratio = whole[-1] / whole[0]
            kept = queries <= MOST_QUERIES and (most is None or (ratio <= most and database[-1] <= MOST_DATABASE))
            broken += not kept
            cells = [f"{one:.1f} ({part:.1f})" for one, part in zip(whole, database, strict=True)]
            found = ", ".join(f"{taken[0]['found']:,}" for taken in answers)
            promise = f" (at most {most})" if most else ""
            rows.append([name, *cells, f"{ratio:.2f}{promise}{'' if kept else ' **broken**'}", str(queries), found])
        for site in sites:
            site.close()
    vendor = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    text = (
        f"## Search on {vendor}\n`python -m bench.search_cost --rounds {rounds}`, {began[0]}, load {began[1]} at the "
        f"start and {load()} at the end. Milliseconds of processor time, medians: of the whole request, and of it (in "
        f"brackets) the database’s; promised at most {MOST_DATABASE} of the latter and {MOST_QUERIES} queries.\n\n"
        + table(["search", *(f"{size:,} pages" for size in SIZES), "50,000 ÷ 1,000", "queries", "found"], rows)
    )
    print(text)
    write(f"search on {vendor}", text)
    return broken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="requests of each search to each database")
    parser.add_argument("--answer", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.answer:
        answer_requests(arguments.answer, fill, count_in)
    elif compare(arguments.rounds):
        sys.exit(1)
