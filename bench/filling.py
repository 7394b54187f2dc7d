"""Fills a site with public news items, row by row and past the site: fifty thousand in seconds."""

import datetime as dt
import json
import random
import sys

import django

WORDS = [
    "child",
    "family",
    "school",
    "worry",
    "help",
    "listen",
    "learn",
    "share",
    "visit",
    "early",
    "safe",
    "neglect",
    "review",
    "practice",
    "plan",
    "team",
]
TOPICS = 12
AT_ONCE = 2000


def sentence(dice: random.Random, length: int) -> str:
    """Return some words."""
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


def body(dice: random.Random) -> str:
    """Return a body of about 120 words, as it is stored."""
    words = "".join(f"<p>{sentence(dice, 30)}</p>" for _ in range(4))
    return json.dumps([{"type": "text", "value": words, "id": f"{dice.getrandbits(128):032x}"}])


def fill(count: int) -> None:
    """Put a number of items into the news index of a fresh site, over fifteen years, with topics."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from django.utils import timezone
    from wagtail.models import Site

    from board.basepage.models import BasePage
    from news.models import NewsIndexPage, NewsPage
    from resources.models import Topic

    Site.objects.update(hostname="localhost", port=80)
    index = NewsIndexPage.objects.get()
    dice = random.Random(2026)
    now, kind = timezone.now(), ContentType.objects.get_for_model(NewsPage)
    topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS))
    today = timezone.localdate()
    pages = [
        NewsPage(
            title=f"Item {number}", draft_title=f"Item {number}", slug=f"item-{number}",
            path=NewsPage._get_path(index.path, index.depth + 1, number), depth=index.depth + 1,
            url_path=f"{index.url_path}item-{number}/", content_type=kind, locale=index.locale, live=True,
            first_published_at=now, last_published_at=now, summary=sentence(dice, 20),
            # The same days at every size: what is measured is number, not spread.
            date=today - dt.timedelta(days=1 + (number * 5400) // count),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    with transaction.atomic():
        names = {field.name for field in BasePage._meta.concrete_fields} - {"id"}
        rows = BasePage._base_manager.bulk_create(
            (BasePage(**{name: getattr(page, name) for name in names}) for page in pages), batch_size=AT_ONCE
        )
        fields = NewsPage._meta.local_concrete_fields
        columns, marks = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
        for page, row in zip(pages, rows, strict=True):
            page.pk = page.id = page.basepage_ptr_id = row.pk
        place = [field.column for field in fields].index("body")
        values = []
        for page in pages:
            row = [field.get_db_prep_save(field.pre_save(page, True), connection) for field in fields]
            row[place] = body(dice)
            values.append(row)
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {NewsPage._meta.db_table} ({columns}) VALUES ({marks})", values)
        link = NewsPage.topics.through
        link.objects.bulk_create(
            (link(newspage_id=page.pk, topic=dice.choice(topics)) for page in pages), batch_size=AT_ONCE
        )
        BasePage._base_manager.filter(pk=index.pk).update(numchild=count)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
