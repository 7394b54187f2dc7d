"""Random sequences of what people and code do to pages, read after every step by an anonymous visitor."""

import datetime as dt
import io
import re
from collections import Counter
from contextlib import ExitStack
from unittest import mock

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from wagtail.models import Collection, CollectionViewRestriction, WorkflowState

from board.approvals.digest import statement_digest
from board.approvals.models import StatementApproval
from board.approvals.sealing import SealedColumnsError
from board.basepage.models import BasePage
from board.media.models import BoardDocument, FileChange, VersionState
from board.media.tasks import inspect_version
from board.publishing.release import let_go, release_held, withdraw_approval
from board.publishing.replacements import release_version
from board.withdrawals.models import Withdrawal
from home.demo.pdf import make_pdf
from news.models import NewsIndexPage, NewsPage
from tests.files import make_document
from tests.publication import address, fresh, one_version

from .record import Approved, Record, Version

# Every document is this one with another comment at its end.
ONE_PAGE = make_pdf("A report", [["A page"]])

# How a step may be refused; any other exception is a fault of the site.
REFUSALS = (ValidationError, PermissionDenied, IntegrityError, SealedColumnsError, CommandError)
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK TO")
MARKER = re.compile(r"zq\d+x")
BYTES = re.compile(r"bytes\d+x")
# Stands in every page, so that one search finds all that a visitor may see.
COMMON = "heronry"
START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
PICK = st.integers(min_value=0, max_value=50)
WRITERS = st.sampled_from(["editor", "moderator", "chair"])
REVIEWERS = st.sampled_from(["editor", "moderator", "second", "chair", "superuser"])
CHAIRS = st.sampled_from(["chair", "deputy", "chair", "superuser"])
RELEASES = st.sampled_from(["now", "now", "now", "at", "held"])
KINDS = st.sampled_from(["statement", "statement", "in_our_name", "plain"])


class Site(RuleBasedStateMachine):
    """A news section with a few pages. ``people`` are set by the test; each sequence is rolled back."""

    people: dict = {}
    figures: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.record = Record()
        self.number = 0
        self.screens = {}
        self.last_read, self.writes = None, 0
        self.now = START
        self.clock = mock.patch.object(timezone, "now", side_effect=lambda: self.now)
        self.clock.start()
        self.contexts = ExitStack()
        self.contexts.enter_context(transaction.atomic())
        self.contexts.enter_context(connection.execute_wrapper(self.note_write))
        self.index = NewsIndexPage.objects.get()

    def teardown(self):
        transaction.set_rollback(True)
        self.contexts.close()
        self.clock.stop()

    # Helpers -------------------------------------------------------------------------------------

    def pages(self):
        """Return the pages of the section, in the order in which they were made."""
        return list(NewsPage.objects.child_of(self.index).order_by("pk"))

    def pick(self, number):
        """Return one of the pages, or ``None`` while there are none."""
        pages = self.pages()
        return fresh(pages[number % len(pages)]) if pages else None

    def attempt(self, action, *args, **kwargs):
        """Take a step; return whether it was done, and what it returned."""
        try:
            with transaction.atomic():
                result = action(*args, **kwargs)
        except REFUSALS:
            self.figures["refused"] += 1
            return False, None
        self.figures["done"] += 1
        return True, result

    def next_number(self):
        self.number += 1
        return self.number

    def content(self, kind, document=None):
        """Return the fields of new words of a kind, and put them into the record."""
        marker = f"zq{self.next_number()}x"
        body = [{"type": "text", "value": f"<p>{COMMON} {marker}</p>"}]
        if kind == "statement":
            quote = {"statement": f"<p>We say {marker}.</p>", "speaker": marker, "role": "Chair", "date": "2026-11-02"}
            body.append({"type": "statement_quote", "value": quote})
        if document and kind != "plain":
            body.append({"type": "pdf_document", "value": {"title": marker, "document": document.pk}})
        else:
            document = None
        self.record.versions[marker] = Version(marker, kind != "plain", document and document.pk)
        stream = NewsPage.body.field.stream_block.to_python(body)
        title = f"{COMMON} {marker}"
        return {"title": title, "summary": title, "body": stream, "in_our_name": kind == "in_our_name"}

    def words(self, page):
        """Return the version and the bytes' marker of a page's newest words."""
        words = page.get_latest_revision_as_object()
        version = self.record.versions[MARKER.search(words.title)[0]]
        return version, self.bytes_of(version.document)

    def bytes_of(self, document):
        """Return the marker of the bytes behind a document, or ``None`` without one."""
        stored = BoardDocument.objects.filter(pk=document).first() if document else None
        if not stored:
            return None
        with stored.open_file() as file:
            return BYTES.search(file.read().decode(errors="replace"))[0]

    def save(self, page, writer, **kwargs):
        """Save new words as the edit form does."""
        if not page.live:
            page.save()
        return page.save_revision(user=writer, log_action=True, **kwargs)

    # Steps ---------------------------------------------------------------------------------------

    @initialize(release=RELEASES, all_the_way=st.sampled_from([True, True, True, False]))
    def begin(self, release, all_the_way):
        """A document and a statement are there from the start; most sequences begin with its approval."""
        self.add_document()
        self.create("statement", "editor", True)
        if all_the_way:
            self.take_the_whole_way(0, "editor", "moderator", release)

    def add_document(self):
        marker = f"bytes{self.next_number()}x"
        return make_document(ONE_PAGE + f"\n% {marker}".encode(), "d.pdf", title="D")

    @rule(kind=KINDS, writer=WRITERS, with_file=st.booleans())
    def create(self, kind, writer, with_file):
        """Create a page, which may claim to be live."""
        document = BoardDocument.objects.first() if with_file else None
        fields = self.content(kind, document)
        page = NewsPage(slug=f"page-{self.number}", date=self.now.date(), owner=self.people[writer], **fields)

        def add():
            self.index.refresh_from_db()
            self.index.add_child(instance=page)
            page.save_revision(user=self.people[writer], log_action=True)

        self.attempt(add)

    @rule(number=PICK, kind=KINDS, writer=WRITERS, autosave=st.booleans(), scheduled=st.booleans())
    def edit(self, number, kind, writer, autosave, scheduled):
        """Change the words, perhaps in place, perhaps with a go-live time."""
        page = self.pick(number)
        if not page or page.alias_of_id:
            return
        latest = page.latest_revision
        words = page.get_latest_revision_as_object()
        for name, value in self.content(kind, BoardDocument.objects.first()).items():
            setattr(words, name, value)
        words.go_live_at = self.now + dt.timedelta(hours=5) if scheduled else None
        in_place = {"overwrite_revision": latest} if autosave and latest and latest.user else {}
        self.attempt(self.save, words, latest.user if in_place else self.people[writer], **in_place)

    @rule(number=PICK, writer=WRITERS)
    def submit(self, number, writer):
        """Submit the newest words."""
        page = self.pick(number)
        if page and not page.workflow_in_progress and page.latest_revision and not page.alias_of_id:
            self.attempt(page.get_workflow().start, page, self.people[writer])

    def act(self, page, user, action, **data):
        """Take an action on the step at which a page waits."""
        state = page.current_workflow_task_state
        return self.attempt(state.task.specific.on_action, state, user, action, **data)

    @rule(number=PICK, reviewer=REVIEWERS)
    def review(self, number, reviewer):
        """Approve the moderators' step."""
        page = self.pick(number)
        if not page or not page.workflow_in_progress or page.current_workflow_task.name != "Editorial review":
            return
        version, bytes_marker = self.words(page)
        done, elsewhere = self.act(page, self.people[reviewer], "approve")
        if done and elsewhere is None:
            self.record.reviews.append((page.pk, version.marker, bytes_marker, reviewer))

    @rule(number=PICK)
    def look(self, number):
        """Open the page on which a statement is decided."""
        page = self.pick(number)
        if page and page.latest_revision:
            digest = statement_digest(page.get_latest_revision_as_object())
            self.screens[page.pk] = (digest, *self.words(page))

    @rule(number=PICK, chair=CHAIRS, release=RELEASES, again=st.booleans())
    def approve(self, number, chair, release, again):
        """Approve the chair's step, from the screen that was opened last or opened again now."""
        page = self.pick(number)
        if not page or not page.workflow_in_progress or page.current_workflow_task.name == "Editorial review":
            return
        if again or page.pk not in self.screens:
            digest = statement_digest(page.get_latest_revision_as_object())
            self.screens[page.pk] = (digest, *self.words(page))
        seen, version, bytes_marker = self.screens[page.pk]
        release_at = self.now + dt.timedelta(hours=3) if release == "at" else None
        before = set(StatementApproval.objects.values_list("pk", flat=True))
        data = {"seen_digest": seen, "release": release, "release_at": release_at}
        done, elsewhere = self.act(page, self.people[chair], "approve", **data)
        if not done or elsewhere is not None or chair == "superuser":
            return
        if not self.record.reviewed_by_another(page.pk, version.marker, bytes_marker, chair):
            return
        for pk in set(StatementApproval.objects.values_list("pk", flat=True)) - before:
            self.figures["approved"] += 1
            self.record.approvals[pk] = Approved(page.pk, version, bytes_marker, release, release_at)

    @rule(number=PICK, writer=WRITERS, reviewer=st.sampled_from(["moderator", "second"]), release=RELEASES)
    def take_the_whole_way(self, number, writer, reviewer, release):
        """Submit, review and approve, in an order that random steps would seldom hit."""
        self.submit(number, writer)
        self.review(number, reviewer)
        self.approve(number, "chair", release, True)

    @rule(number=PICK, kind=KINDS, release=RELEASES)
    def correct(self, number, kind, release):
        """Change the words and take them the whole way."""
        self.edit(number, kind, "editor", False, False)
        self.take_the_whole_way(number, "editor", "moderator", release)

    @rule(number=PICK, user=REVIEWERS)
    def reject(self, number, user):
        """Reject a page under review."""
        page = self.pick(number)
        if page and page.workflow_in_progress:
            self.act(page, self.people[user], "reject", comment="No")

    @rule(number=PICK)
    def cancel(self, number):
        """Cancel the review."""
        page = self.pick(number)
        if page and (state := page.current_workflow_state) and state.status == WorkflowState.STATUS_IN_PROGRESS:
            self.attempt(state.cancel, user=self.people["editor"])

    @rule(number=PICK, how=st.sampled_from(["revision", "skip", "page", "save", "some fields"]), user=REVIEWERS)
    def publish(self, number, how, user):
        """Publish, in the admin or in code."""
        page = self.pick(number)
        if not page or not page.latest_revision:
            return
        revision = page.latest_revision
        if how == "revision":
            self.attempt(revision.publish, user=self.people[user])
        elif how == "skip":
            self.attempt(revision.publish, user=self.people["superuser"], skip_permission_checks=True)
        elif how == "page":
            self.attempt(page.publish, revision)
        else:
            words = page.get_latest_revision_as_object()
            words.live = True
            fields = {"update_fields": ["live", "title", "summary"]} if how == "some fields" else {}
            self.attempt(words.save, clean=False, **fields)

    @rule(hours=st.integers(min_value=1, max_value=6))
    def clock_forward(self, hours):
        """Move the clock forward and run the scheduler."""
        self.now += dt.timedelta(hours=hours)
        self.attempt(call_command, "publish_scheduled", stderr=io.StringIO())

    @rule(number=PICK, user=REVIEWERS)
    def copy(self, number, user):
        """Copy a page and keep it live."""
        page = self.pick(number)
        if page and len(self.pages()) < 8:
            slug = f"copy-{self.next_number()}"
            self.attempt(page.copy, update_attrs={"slug": slug}, keep_live=True, user=self.people[user])

    @rule(number=PICK)
    def alias(self, number):
        """Create an alias of a page."""
        page = self.pick(number)
        if page and not page.alias_of_id and len(self.pages()) < 8:
            done, made = self.attempt(page.create_alias, update_slug=f"alias-{self.next_number()}")
            if done:
                self.record.sources[made.pk] = page.pk

    @rule(number=PICK)
    def convert_alias(self, number):
        """Convert an alias to a page of its own."""
        page = self.pick(number)
        if page and page.alias_of_id:
            page.alias_of_id = None
            if self.attempt(page.save, update_fields=["alias_of_id"], clean=False)[0]:
                del self.record.sources[page.pk]
                self.attempt(page.save_revision, user=self.people["editor"])

    @rule(number=PICK)
    def move(self, number):
        """A page is moved to the front."""
        page = self.pick(number)
        if page:
            self.attempt(page.move, self.index, pos="first-child")

    @rule(number=PICK, which=PICK, writer=WRITERS)
    def revert(self, number, which, writer):
        """Revert to an earlier revision."""
        page = self.pick(number)
        if page and not page.alias_of_id and (revisions := list(page.revisions.order_by("pk"))):
            words = revisions[which % len(revisions)].as_object()
            self.attempt(self.save, words, self.people[writer])

    @rule(number=PICK)
    def unpublish(self, number):
        """A page is taken down without a notice."""
        page = self.pick(number)
        if page and page.live:
            self.attempt(page.unpublish)

    @rule(number=PICK)
    def put_out(self, number):
        """A moderator puts out what is held."""
        held = list(StatementApproval.objects.awaiting_release().order_by("pk"))
        if held:
            approval = held[number % len(held)]
            is_done, _ = self.attempt(release_held, approval, self.people["moderator"])
            if is_done and approval.pk in self.record.approvals:
                self.record.approvals[approval.pk].is_released = True

    @rule(number=PICK)
    def withdraw_approval(self, number):
        """The chair takes an approval back."""
        standing = list(StatementApproval.objects.standing().order_by("pk"))
        if standing:
            approval = standing[number % len(standing)]
            if self.attempt(withdraw_approval, approval, self.people["chair"], "A reason", "error")[0]:
                self.figures["taken back"] += 1
                if approval.pk in self.record.approvals:
                    self.record.approvals[approval.pk].is_withdrawn = True

    @rule(number=PICK)
    def withdraw_page(self, number):
        """A moderator takes a page down with a notice."""
        page = self.pick(number)
        if page and page.live and self.attempt(Withdrawal.withdraw, page, self.people["moderator"], "error")[0]:
            self.record.note_withdrawn(page.pk)

    @rule(number=PICK)
    def let_go(self, number):
        """The chair lets a page go that carried a statement."""
        page = self.pick(number)
        if page and self.attempt(let_go, page.pk, self.people["chair"], "A reason")[0]:
            self.record.note_let_go(page.pk)

    @rule()
    def replace_file(self):
        """Replace the bytes of a document."""
        document = BoardDocument.objects.first()
        if document:
            marker = f"bytes{self.next_number()}x"
            document.file = ContentFile(f"%PDF-1.4 {marker}".encode(), "d.pdf")
            self.attempt(document.save)

    @rule()
    def two_people_replace_a_file(self):
        """An editor's new bytes of a document, public or not, are released by a moderator."""
        document = BoardDocument.objects.first()
        if document:
            document.file = ContentFile(ONE_PAGE + f"\n% bytes{self.next_number()}x".encode(), "d.pdf")
            document.store_file()
            version = document.withhold(FileChange(self.people["editor"]), VersionState.WAITING)
            document.versions.filter(state=VersionState.WAITING).update(state=VersionState.SET_ASIDE)
            version.save()
            inspect_version(version)
            version.refresh_from_db()
            self.attempt(release_version, version, self.people["moderator"])

    @rule(what=st.sampled_from(["title", "collection", "restriction"]))
    def change_file(self, what):
        """Change what readers see of a document beside its bytes."""
        document, root = BoardDocument.objects.first(), Collection.get_first_root_node()
        if document and what == "title":
            document.title = f"D{self.next_number()}"
            self.attempt(document.save)
        elif document and what == "collection":
            private = root.add_child(name=f"C{self.next_number()}")
            self.attempt(CollectionViewRestriction.objects.create, collection=private, restriction_type="login")
            self.attempt(BoardDocument.objects.filter(pk=document.pk).update, collection=private)
        elif document and not root.view_restrictions.exists():
            restrict = CollectionViewRestriction.objects.create
            done, restriction = self.attempt(restrict, collection=root, restriction_type="login")
            if done:
                self.attempt(restriction.delete)

    @rule()
    def delete_file(self):
        """Delete a document and add another."""
        document = BoardDocument.objects.first()
        if document and self.attempt(document.delete)[0]:
            self.add_document()

    # The promise ---------------------------------------------------------------------------------

    def note_write(self, execute, sql, params, many, context):
        """Note that the database was written to, as a wrapper of every query."""
        self.writes += not sql.startswith(READING)
        return execute(sql, params, many, context)

    def has_changed(self) -> bool:
        """Return whether anything was written or time has passed since the last call."""
        before, self.last_read = self.last_read, (self.writes, self.now)
        return self.last_read != before

    @invariant()
    def a_visitor_sees_nothing_that_was_not_approved(self):
        """Read everything as a visitor who is not signed in, after each step that did something."""
        if self.has_changed():
            with one_version(Client()) as client:
                self.read_everything(client)

    def read_everything(self, client):
        for page in self.pages():
            response = client.get(address(page))
            if response.status_code != 200:
                assert response.status_code in {404, 410}, response.status_code
                continue
            for marker in set(MARKER.findall(response.content.decode())):
                version = self.record.versions[marker]
                seen = self.record.may_be_seen(page.pk, marker, self.bytes_of(version.document), self.now)
                assert seen, f"{marker} at {address(page)}"
                self.record.note_seen(page.pk, version, self.now)
                self.figures["statements seen" if version.statement else "plain pages seen"] += 1
        for url in ("/", "/news/", "/news/statements/", "/news/feed/", f"/search/?q={COMMON}"):
            for marker in set(MARKER.findall(client.get(url).content.decode())):
                assert self.record.marker_may_be_seen(marker, self.now), f"{marker} at {url}"
        listed = client.get("/sitemap-pages.xml").content.decode()
        for page in self.pages():
            live = BasePage.objects.filter(pk=page.pk, live=True).exists()
            assert live or f"{address(page)}<" not in listed, f"{address(page)} in the sitemap"
        for document in BoardDocument.objects.all():
            response = client.get(document.url)
            if response.streaming:
                marker = BYTES.search(b"".join(response.streaming_content).decode(errors="replace"))[0]
                assert self.record.bytes_may_be_seen(marker, self.now), f"{marker} at {document.url}"
                self.figures["files seen"] += 1
