"""Loads the demo content, and takes away what an earlier load has made."""

import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.fields import StreamField
from wagtail.models import Site

from board.basepage.models import BasePage
from board.media.models import BoardDocument, BoardImage
from board.media.tasks import read_document
from board.reviews.models import PageReview
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage, NewsPage, PinnedItem
from resources.models import PackPart, ResourceIndexPage, ResourcePage, Topic

from .about import describe_accessibility, describe_board
from .body import make_body
from .pdf import make_pdf
from .people import create_people, demo_users
from .picture import draw_picture
from .publication import take_to

CONTENT = Path(__file__).with_name("content.toml")


class ForeignContentError(Exception):
    """The database holds pages or people that the demo has not made."""


@dataclass
class Made:
    """What pages refer to, each by its name in the content."""

    users: dict
    topics: dict
    documents: dict


def read_content() -> dict:
    """Return the demo content as it stands in ``content.toml``."""
    with CONTENT.open("rb") as file:
        return tomllib.load(file)


def own_pages():
    """Return the pages under the home page, without the sections that ``migrate`` makes."""
    sections = [
        *NewsIndexPage.objects.values_list("pk", flat=True),
        *ResourceIndexPage.objects.values_list("pk", flat=True),
    ]
    return BasePage.objects.filter(depth__gt=2).exclude(pk__in=sections)


@transaction.atomic
def load(report: Callable[[str], None]) -> dict:
    """
    Bring the database to the demo's state and return the passwords by user name.

    ``report`` is called with one line for each step. Raises ``ForeignContentError``, with nothing changed, where
    there are pages or people that the demo has not made.
    """
    content = read_content()
    remove(content)
    users, passwords = create_people(content["users"])
    report(f"{len(users)} people")
    site = set_site_address()
    topics = {topic["name"]: Topic.objects.create(**topic, slug=slugify(topic["name"])) for topic in content["topics"]}
    documents = {pdf["name"]: create_document(pdf, users["editor"]) for pdf in content["pdf"]}
    report(f"{len(documents)} PDFs, {len(topics)} topics")
    for kind, model, parent in (
        ("standard", StandardPage, HomePage.objects.get()),
        ("resources", ResourcePage, ResourceIndexPage.objects.get()),
        ("news", NewsPage, NewsIndexPage.objects.get()),
    ):
        for entry in content[kind]:
            create_page(model, parent, entry, Made(users, topics, documents))
        report(f"{len(content[kind])} {model._meta.verbose_name_plural}")
    describe_board(site, content)
    describe_accessibility(site, content)
    return passwords


def remove(content: dict) -> None:
    """Take away what an earlier load has made; raises ``ForeignContentError`` where there is more than that."""
    page = own_pages().exclude(owner__in=demo_users()).first()
    # Settings and topics name no maker, but somebody of the board's own has to be there to write them.
    person = get_user_model().objects.exclude(pk__in=demo_users()).first()
    foreign = [f"the page “{page.title}”"] if page else []
    foreign += [f"the user “{person.get_username()}”"] if person else []
    if foreign:
        what = " and ".join(foreign)
        raise ForeignContentError(
            f"This database is not the demo’s: it holds {what}. Load the demo into a database of its own."
        )
    for page in own_pages().order_by("-depth"):
        page.specific.delete()
    for model in (BoardDocument, BoardImage):
        for file in model.objects.filter(uploaded_by_user__in=demo_users()):
            file.delete()
    Topic.objects.filter(name__in=[topic["name"] for topic in content["topics"]]).delete()
    demo_users().delete()


def set_site_address() -> Site:
    """Give the default Site the address in ``BASE_URL``, so that feeds and mails lead here; return the Site."""
    address = urlsplit(settings.BASE_URL)
    site = Site.objects.get(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    return site


def create_document(pdf: dict, uploader) -> BoardDocument:
    """Create the PDF that a ``[[pdf]]`` entry describes."""
    document = BoardDocument.objects.create(
        title=pdf["title"],
        file=ContentFile(make_pdf(pdf["title"], pdf["pages"], tagged=pdf.get("tagged", True)), f"{pdf['name']}.pdf"),
        exemption=pdf.get("exemption", ""),
        exemption_note=pdf.get("exemption_note", ""),
        uploaded_by_user=uploader,
    )
    # The pages that carry it are published in this same transaction.
    read_document(document)
    return document


def create_page(model, parent, entry: dict, made: Made) -> None:
    """Create a page from its entry and take it as far as the entry says."""
    entry = dict(entry)
    today = timezone.localdate()
    stage = entry.pop("stage", "approved")
    page_topics = [made.topics[name] for name in entry.pop("topics", [])]
    entry.pop("in_footer", None)
    entry |= dates_from(entry, today)
    is_pinned = entry.pop("pinned", False)
    picture = make_picture(entry.pop("picture_shows", ""), made.users["editor"])
    parts = [ResourcePage.objects.get(title=title) for title in entry.pop("parts", [])]
    reviewed_days_ago = entry.pop("reviewed_days_ago", None)
    if "replaces" in entry:
        entry["replaces"] = ResourcePage.objects.get(title=entry["replaces"])
    streams = {name: make_body(entry.pop(name, []), made.documents, today) for name in model_streams(model)}
    streams |= {"picture": picture} if picture else {}
    page = model(
        **{"show_in_menus" if name == "in_menu" else name: value for name, value in entry.items()},
        **streams,
        slug=slugify(entry["title"]),
        owner=made.users["editor"],
        live=False,
    )
    parent.add_child(instance=page)
    if page_topics:
        page.topics.set(page_topics)
    if parts:
        page.parts = [PackPart(sort_order=order, resource=part) for order, part in enumerate(parts)]
        page.save()
    take_to(page, stage, made.users)
    if is_pinned:
        PinnedItem.objects.create(index_page=parent, item=page)
    if reviewed_days_ago is not None:
        PageReview.objects.create(
            page_id=page.pk,
            reviewed_at=timezone.now() - dt.timedelta(days=reviewed_days_ago),
            reviewed_by=made.users["moderator"],
            next_review=page.review_by,
        )


def make_picture(description: str, uploader) -> list[dict]:
    """Return the stored form of a picture that is described so; of none where there is no description."""
    if not description:
        return []
    image = BoardImage.objects.create(
        title=description,
        description=description,
        file=ContentFile(draw_picture(), "picture.jpg"),
        uploaded_by_user=uploader,
    )
    return [{"type": "picture", "value": {"image": image.pk, "alt_text": description, "decorative": False}}]


def model_streams(model) -> list[str]:
    """Return the names of a page type's streams."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, StreamField)]


def dates_from(entry: dict, today: dt.date) -> dict:
    """Return the dates of an entry that it counts from ``today``, and take the counts out of the entry."""
    dates = {}
    if "days_ago" in entry:
        dates["date"] = today - dt.timedelta(days=entry.pop("days_ago"))
    if "review_in_days" in entry:
        dates["review_by"] = today + dt.timedelta(days=entry.pop("review_in_days"))
    if "awareness_starts_in" in entry:
        dates["awareness_starts"] = today + dt.timedelta(days=entry.pop("awareness_starts_in"))
        dates["awareness_ends"] = dates["awareness_starts"] + dt.timedelta(days=entry.pop("awareness_lasts") - 1)
    return dates
