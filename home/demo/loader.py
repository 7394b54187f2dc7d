"""Loads the demo content, and removes what an earlier load has made."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Site

from board.basepage.models import BasePage
from board.media.models import BoardDocument, BoardImage
from board.media.tasks import inspect_document
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage, NewsPage
from resources.models import ResourceIndexPage, ResourcePage, Topic

from .pages import Referenced, create_page
from .pdf import make_pdf
from .site_settings import fill_in_accessibility_statement, fill_in_board_settings
from .users import create_users, demo_users

CONTENT = Path(__file__).with_name("content.toml")


class ForeignContentError(Exception):
    """The database holds pages or users that the demo has not made."""


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
    Bring the database to the state of the demo; return the passwords by user name.

    ``report`` is called with one line for each step. Raises ``ForeignContentError``, with nothing changed, where
    there are pages or users that the demo has not made.
    """
    content = read_content()
    remove(content)
    users, passwords = create_users(content["users"])
    report(f"{len(users)} people")
    site = set_site_address()
    topics = {topic["name"]: Topic.objects.create(**topic, slug=slugify(topic["name"])) for topic in content["topics"]}
    documents = {pdf["name"]: create_document(pdf, users["editor"]) for pdf in content["pdf"]}
    report(f"{len(documents)} PDFs, {len(topics)} topics")
    referenced = Referenced(users, topics, documents)
    for kind, model, parent in (
        ("standard", StandardPage, HomePage.objects.get()),
        ("resources", ResourcePage, ResourceIndexPage.objects.get()),
        ("news", NewsPage, NewsIndexPage.objects.get()),
    ):
        for entry in content[kind]:
            create_page(model, parent, entry, referenced)
        report(f"{len(content[kind])} {model._meta.verbose_name_plural}")
    fill_in_board_settings(site, content)
    fill_in_accessibility_statement(site, content)
    return passwords


def remove(content: dict) -> None:
    """Delete what an earlier load has made; raises ``ForeignContentError`` where there is anything else."""
    page = own_pages().exclude(owner__in=demo_users()).first()
    # Settings and topics name no author, but writing them takes a user who is not the demo's.
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
    """Give the default Site the address in ``BASE_URL``, which feeds and mails use; return the Site."""
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
    # Read at once: the pages that carry it are published in this transaction.
    inspect_document(document)
    return document
