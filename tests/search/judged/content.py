"""Loads the content that the search is judged on: the same pages whenever it is loaded."""

import datetime as dt
import tomllib
from pathlib import Path

from django.utils import timezone

from board.basepage.models import BasePage
from board.media.models import BoardDocument
from home.demo.pdf import make_pdf
from home.models import HomePage
from news.models import NewsIndexPage
from resources.models import PackPart, ResourceIndexPage, ResourcePage, Topic
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory
from tests.files import make_document_quickly
from tests.publication import publish_statement

FOLDER = Path(__file__).with_name("content")
NOON = dt.time(12)


def entries(kind: str) -> list[dict]:
    """Return what a file of the content holds."""
    return tomllib.loads((FOLDER / f"{kind}.toml").read_text())[kind]


def load(writer, moderator, chair) -> None:
    """Make all the pages, public; the three people take the statements through the workflow."""
    names = tomllib.loads((FOLDER / "topics.toml").read_text())["names"]
    topics = {name: Topic.objects.create(name=name, slug=name.lower().replace(" ", "-")) for name in names}
    files = {entry["name"]: make_file(**entry) for entry in entries("files")}
    home, news, library = HomePage.objects.get(), NewsIndexPage.objects.get(), ResourceIndexPage.objects.get()
    for entry in entries("standard"):
        above = entry.pop("under", None)
        make_page(StandardPageFactory, BasePage.objects.get(slug=above) if above else home, entry)
    for entry in entries("resources"):
        entry["topics"] = [topics[name] for name in entry.get("topics", [])]
        make_page(ResourcePageFactory, library, entry, files)
    for entry in entries("news"):
        entry["topics"] = [topics[name] for name in entry.get("topics", [])]
        page = make_page(NewsPageFactory, news, entry, files)
        if not page.live:
            publish_statement(page, writer, moderator, chair)


def make_file(name: str, title: str, pages: list[list[str]]) -> BoardDocument:
    """Return a PDF that was read."""
    return make_document_quickly(make_pdf(title, pages, tagged=False), f"{name}.pdf", title=title)


def make_page(factory, parent, entry: dict, files: dict | None = None):
    """Return a page that its entry describes; it is live at once, unless it carries a statement."""
    entry = dict(entry)
    topics, parts = entry.pop("topics", []), entry.pop("parts", [])
    if "awareness" in entry:
        entry["awareness_starts"], entry["awareness_ends"] = entry.pop("awareness")
    day = entry.get("date") or entry.get("published_on")
    if day:
        entry["first_published_at"] = timezone.make_aware(dt.datetime.combine(day, NOON))
    body = make_body(entry, files or {})
    page = factory.build(body=body, **entry)
    page.live = not any(block["type"] == "statement_quote" for block in body)
    parent.add_child(instance=page)
    if topics:
        page.topics = topics
    if parts:
        page.parts = [PackPart(sort_order=order, resource=part) for order, part in enumerate(by_slug(parts))]
    if topics or parts:
        page.save()
    return page


def by_slug(slugs: list[str]) -> list[ResourcePage]:
    """Return resources in the order of their slugs."""
    return [ResourcePage.objects.get(slug=slug) for slug in slugs]


def make_body(entry: dict, files: dict) -> list[dict]:
    """Return the stream that an entry describes, and take what it describes it with out of the entry."""
    paragraphs = entry.pop("text").strip().split("\n\n")
    body: list[dict] = [{"type": "text", "value": "".join(f"<p>{words}</p>" for words in paragraphs)}]
    if statement := entry.pop("statement", None):
        value = {**statement, "statement": f"<p>{statement.pop('words')}</p>", "date": statement["date"].isoformat()}
        body.append({"type": "statement_quote", "value": value})
    if event := entry.pop("event", None):
        moments = {name: timezone.make_aware(event[name]).isoformat() for name in ("start", "end")}
        body.append({"type": "event_callout", "value": event | moments})
    if name := entry.pop("pdf", None):
        body.append({"type": "pdf_document", "value": {"title": files[name].title, "document": files[name].pk}})
    return body
