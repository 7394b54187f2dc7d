"""A small site with statements in every state, and what an anonymous visitor sees of it."""

import json
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from board.basepage.models import BasePage
from board.media.models import BoardDocument, BoardImage
from home.demo.pdf import make_pdf
from news.models import NewsIndexPage
from resources.models import Topic
from tests.board.publishing.conftest import QUOTE, add_statement
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.files import make_document
from tests.publication import bring_to_chair, fresh, one_version, publish_statement, submit

# Words and bytes that the chair has not approved; no anonymous visitor may ever see one.
SECRETS = ("zqdraft", "zqreview", "zqchair", "zqheld", "zqchange", "zqparent", "zqbytes", "zqtopic")
BYTES = {"secret": "zqbytes", "public": "approved", "plain": "ordinary"}
ROLES = {"editor": "Editors", "moderator": "Moderators", "chair": "Independent Chair", "superuser": None}


def pdf(marker):
    """Return a PDF that holds a marker."""
    return make_pdf("A report", [["A page"]]) + f"\n% {marker}".encode()


def picture(colour):
    """Return the bytes of a small picture."""
    return get_test_image_file(f"{colour}.png", colour=colour, size=(40, 30)).file.getvalue()


def secret_statement(index, owner, word, **fields):
    """Create a draft whose title and words hold a secret."""
    return add_statement(index, owner, title=f"Title {word}", slug=word, summary=f"Summary {word}", **fields)


@dataclass
class World:
    """The site on which attempts are made, each of which is rolled back."""

    media: str
    people: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)
    documents: dict = field(default_factory=dict)

    @classmethod
    def make(cls):
        """Create people, documents and pages."""
        world = cls(settings.MEDIA_ROOT)
        user_model = get_user_model()
        for name, group in ROLES.items():
            user = user_model.objects.create_user(
                name, f"{name}@example.org", "a-long-password-for-tests", is_superuser=name == "superuser"
            )
            if group:
                user.groups.add(Group.objects.get(name=group))
            world.people[name] = user
        world.index = NewsIndexPage.objects.get()
        hands = [world.people[name] for name in ("editor", "moderator", "chair")]
        editor, moderator, _ = hands
        for name, marker in BYTES.items():
            world.documents[name] = make_document(pdf(marker), f"{name}.pdf", title=name)
        draft = secret_statement(world.index, editor, "zqdraft", document=world.documents["secret"])
        draft.save_revision(user=editor, log_action=True)
        review = submit(secret_statement(world.index, editor, "zqreview"), editor)
        waiting = bring_to_chair(secret_statement(world.index, editor, "zqchair"), editor, moderator)
        held = publish_statement(secret_statement(world.index, editor, "zqheld"), *hands, release="held")
        public = publish_statement(
            add_statement(world.index, editor, title="Approved", slug="approved", document=world.documents["public"]),
            *hands,
        )
        alias = public.create_alias(update_slug="alias")
        changed = public.get_latest_revision_as_object()
        changed.title = "Title zqchange"
        changed.summary = "Summary zqchange"
        changed.save_revision(user=editor, log_action=True)
        # A section that speaks in the board's name and is not public, with a public page under it.
        section = StandardPageFactory(parent=world.index.get_parent(), title="Title zqparent", slug="section")
        StandardPageFactory(parent=section, title="Child", slug="child")
        section.live, section.body = False, json.dumps([QUOTE])
        section.save()
        image = BoardImage.objects.create(
            title="Herons", description="Two herons", file=ContentFile(picture("white"), "white.png")
        )
        plain = NewsPageFactory(
            parent=world.index,
            title="Plain",
            slug="plain",
            picture=[{"type": "picture", "value": {"image": image.pk, "alt_text": "Herons", "decorative": False}}],
            body=[{"type": "pdf_document", "value": {"title": "R", "document": world.documents["plain"].pk}}],
        )
        plain.topics.set([Topic.objects.create(name="Floods", slug="floods")])
        plain.save()
        Client().get("/news/plain/")  # Makes the renditions once, and not anew in every attempt.
        world.pages = {
            "draft": draft,
            "review": review,
            "chair": waiting,
            "held": held,
            "public": public,
            "alias": alias,
            "plain": plain,
        }
        return world

    def restore_files(self):
        """Put the bytes of the documents back: what is written to the disk is not rolled back."""
        for name, document in self.documents.items():
            storage = document.file.storage
            storage.delete(f"documents/{name}.pdf")
            storage.save(f"documents/{name}.pdf", ContentFile(pdf(BYTES[name])))

    def page(self, name):
        """Return a page as it is stored now."""
        return fresh(self.pages[name])

    def document(self, name):
        """Return a document as it is stored now."""
        return BoardDocument.objects.get(pk=self.documents[name].pk)

    def image(self):
        """Return the picture of the ordinary item as it is stored now."""
        return BoardImage.objects.get()

    def client(self, actor):
        """Return a client in which one of the people has signed in."""
        client = Client()
        client.force_login(self.people[actor])
        return client

    def seen_by_a_visitor(self):
        """Return the secrets that an anonymous visitor finds anywhere, and where."""
        seen = set()
        with one_version(Client()) as client:
            for address in self.addresses():
                response = client.get(address)
                if response.streaming:
                    body = b"".join(response.streaming_content).decode(errors="replace")
                elif response.status_code in {404, 410}:
                    continue
                else:
                    body = visible(response.content.decode())
                seen |= {(word, address) for word in SECRETS if word in body}
        return seen

    def addresses(self):
        """Return every address at which a visitor might find something."""
        lists = ["/", "/news/", "/news/statements/", "/news/feed/", "/sitemap-pages.xml"]
        searches = [f"/search/?q={word}" for word in SECRETS]
        pages = [page.url_path.removeprefix("/home") for page in BasePage.objects.filter(depth__gt=2)]
        slugs = Topic.objects.values_list("slug", flat=True)
        topics = [f"/news/topics/{slug}/{feed}" for slug in slugs for feed in ("", "feed/")]
        return [*lists, *searches, *topics, *pages, *(document.url for document in BoardDocument.objects.all())]


def visible(html):
    """Return a page without the query that the search repeats to its visitor."""
    return re.sub(
        r'value="[^"]*"|href="\?q=[^"]*"|<title>.*?</title>|<p class="govuk-body[^>]*>No[^<]*</p>|“[^”]*”', "", html
    )


def edit_url(page):
    """Return the address of a page's edit form."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def stored_body(page):
    """Return a page's newest body as JSON, for a form or a fixture."""
    words = page.get_latest_revision_as_object()
    return json.dumps(words.body.stream_block.get_prep_value(words.body))
