"""What the importer's tests share: the lists, the command, and the words of a list and of its drafts."""

import os
import re
from collections import Counter
from html import unescape
from io import StringIO
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils.html import strip_tags

from news.models import NewsPage

DATA = Path(__file__).parent / "data"
OUR_LIST = DATA / "our-list.txt"
DETAILS = DATA / "details.csv"
# The board's own list is not part of the repository; where it is beside the checkout, it is tested too.
BOARDS_LIST = Path(os.environ.get("NEWS_LIST") or settings.BASE_DIR.parent / "shared/seeds/latest-news.txt")


def import_news(path, *options):
    """Run the command; return what it prints."""
    output = StringIO()
    call_command("import_news", str(path), *map(str, options), stdout=output)
    return output.getvalue()


def imported():
    """Return the imported pages in the order of the tree, as their latest revisions."""
    pages = NewsPage.objects.filter(import_key__isnull=False).order_by("path")
    return [page.get_latest_revision_as_object() for page in pages]


def titles_in(path):
    """Return the headings of a list: the first line with words after each separator."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [heading for separator, heading in pairwise(lines) if separator.casefold() == "news item"]


# What a list says by its form and a draft by the type of a block. Everything else must come out as words.
STRUCTURE = [
    r"^Latest News$",
    r"^news item$",
    r"^Further information:",
    r"^Source:",
    r"\(PDF\)$",
    r"^Statement from ",
    r"^-ends-$",
    r"click here:(?=\s+\S+\.\S+$)",  # Before an address.
    r"\bon (?=\w+day \d+ \w+\s.*\d\d:\d\d)",  # Before date, place and time.
]


def words_of(text):
    return Counter(re.findall(r"\w+", text))


def words_in(path):
    """Return how often each word stands in a list, without its structure and exact repeats of a heading."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    words = []
    for number, line in enumerate(lines):
        repeats_heading = number > 1 and line == lines[number - 1] and lines[number - 2].casefold() == "news item"
        if not repeats_heading:
            for structure in STRUCTURE:
                line = re.sub(structure, "", line, flags=re.IGNORECASE)  # noqa: PLW2901
            words.append(line)
    return words_of("\n".join(words))


def words_out(pages):
    """Return how often each word stands in drafts: in their titles and the values of their blocks."""
    said = []
    for page in pages:
        said.append(page.title)
        for block in page.body:
            value = block.value
            match block.block_type:
                case "text":
                    said.append(unescape(strip_tags(value.source.replace("<", " <"))))
                case "statement_quote":
                    said += [value["speaker"], unescape(strip_tags(value["statement"].source.replace("<", " <")))]
                case "event_callout":
                    said += [value["name"], value["location"], value["description"]]
                    said += [value.start_in_words, value.end_in_words]
                case _:
                    said += [value["title"], value["url"], value["source"]]
    return words_of("\n".join(words or "" for words in said))
