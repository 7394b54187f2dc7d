"""
A statement is never public without the chair's approval of exactly its words and files, whatever happens at once.

Real threads on PostgreSQL, where transactions run side by side; SQLite lets one writer at a time in. In each round of a
race the threads start a different moment apart.
"""

import datetime as dt
import random
import time
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone
from wagtail.documents.forms import get_document_form
from wagtail.models import Revision

from board.approvals.digest import public_content, statement_digest
from board.approvals.models import ApprovalEvent, ApprovedFile, StatementApproval
from board.basepage.forms import take_over_publication
from board.media.file_fields import sha256_of
from board.media.models import BoardDocument, VersionState
from board.publishing.release import release_held, withdraw_approval
from board.publishing.schedule import publish_due
from board.withdrawals.models import Withdrawal
from news.models import NewsIndexPage
from tests.board.publishing.races.racing import APART, Tally, race
from tests.factories import NewsPageFactory
from tests.files import make_document
from tests.publication import bring_to_chair, fresh

ROUNDS = [
    pytest.param(2, id="2 rounds"),
    pytest.param(20, id="20 rounds", marks=pytest.mark.test_all("More rounds; make test runs each race twice.")),
    pytest.param(500, id="500 rounds", marks=pytest.mark.test_long("Five hundred rounds of each race.")),
]

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL: SQLite has one writer"),
    pytest.mark.postgresql("Locks and deadlocks."),
    pytest.mark.xdist_group("races"),
]


def bytes_of(file_version):
    """Return what storage holds for a document or a version of one."""
    with file_version.file.storage.open(file_version.file.name) as file:
        return file.read()


def statement(text):
    """Return a statement block as the stream stores it."""
    value = {"statement": f"<p>{text}</p>", "speaker": "Alex Example", "role": "Chair", "date": "2026-11-02"}
    return {"type": "statement_quote", "value": value}


def stored_bytes(document):
    """Return what lies in storage behind a document."""
    with document.open_file() as stored:
        return stored.read()


@dataclass
class Screen:
    """What the chair had on the screen before the race began."""

    digest: str
    content: dict
    files: dict[int, bytes]

    @classmethod
    def of(cls, page):
        """Return what the chair sees of a page's newest words, with the files as they lie in storage."""
        words = fresh(page).get_latest_revision_as_object()
        files = {document.pk: stored_bytes(document) for document in BoardDocument.objects.all()}
        return cls(statement_digest(words), public_content(words), files)


class Rounds:
    """The rounds of one race: each with a page that waits for the chair, and its figures."""

    def __init__(self, name, number, members, sweep):
        self.name, self.number_of_rounds, self.sweep = name, number, sweep
        self.editor, self.moderator = members["race-editor"], members["race-moderator"]
        self.chair, self.deputy = members["race-chair"], members["race-deputy"]
        self.index = NewsIndexPage.objects.get()
        self.luck = random.Random(name)
        self.tally = Tally(dict.fromkeys(("rounds", "live", "refused", "deadlocks"), 0))

    def __iter__(self):
        """Yield a number for each round, and remove afterwards what it made."""
        start = time.monotonic()
        for number in range(self.number_of_rounds):
            self.number = number
            yield number
            self.tally["rounds"] += 1
            self.sweep()
        self.tally.report(self.name, time.monotonic() - start)
        assert not self.tally["deadlocks"]
        assert not self.tally["approved and down again"]

    def at_the_chair(self, *blocks):
        """Return a new page that waits for the chair."""
        body = [statement("We are sorry."), *blocks]
        page = NewsPageFactory(parent=self.index, title="Heron", body=body, live=False, owner=self.editor)
        return bring_to_chair(page, self.editor, self.moderator)

    def approval(self, page, user, screen, **when):
        """Return the action of approving what is on the screen; the step was read before the others began."""
        state = fresh(page).current_workflow_task_state
        task = state.task.specific
        return lambda: task.on_action(state, user, "approve", seen_digest=screen.digest, **when)

    def run(self, *actions):
        """Let the actions race; return what they came to."""
        outcomes = race(*actions, first=self.number % len(actions), luck=self.luck)
        self.tally["refused"] += sum(outcome.refused for outcome in outcomes)
        self.tally["deadlocks"] += sum(outcome.collided for outcome in outcomes)
        return outcomes

    def hold_to_the_promise(self, page, screen):
        """Fail if a page is public with anything but what the chair saw and approved; return the page."""
        page = fresh(page)
        if not page.live:
            return page
        self.tally["live"] += 1
        assert public_content(page) == screen.content
        digest = statement_digest(page)
        assert digest == screen.digest == page.statement_digest == page.approved_digest
        approval = StatementApproval.objects.standing().get(page_id=page.pk)
        assert approval.digest == digest
        assert approval.user_id in {self.chair.pk, self.deputy.pk}
        assert set(screen.files) == {int(file.object_id) for file in approval.files.all()}
        for file in ApprovedFile.objects.filter(approval=approval):
            document = BoardDocument.objects.get(pk=file.object_id)
            stored = stored_bytes(document)
            assert stored == screen.files[document.pk]
            assert sha256_of(BytesIO(stored)) == file.sha256 == document.sha256
        return page

    def hold_to_the_register(self, page, screen, *approvals):
        """Fail if an approval was given but not recorded, or recorded but not given."""
        given = [outcome for outcome in approvals if outcome.done and outcome.returned is None]
        written = list(StatementApproval.objects.filter(page_id=page.pk).values_list("digest", flat=True))
        assert written == [screen.digest] * len(given)
        return bool(given)


@pytest.fixture(params=ROUNDS)
def rounds(request, members, swept):
    return Rounds(request.node.name, request.param, members, swept)


def save_the_revision(page, user, **kwargs):
    """Save a revision alone, as the admin's form does for a page that is public."""
    page.save_revision(user=user, log_action=True, **kwargs)


def save_page_and_revision(page, user, **kwargs):
    """Save a page and its revision, as the admin's form does for a page that is not public yet."""
    with transaction.atomic():
        if not take_over_publication(page):
            page.save()
        page.save_revision(user=user, log_action=True, clean=False, **kwargs)


@pytest.mark.parametrize("save", [save_the_revision, save_page_and_revision])
@pytest.mark.parametrize("overwrite", [False, True], ids=["anew", "overwritten"])
def test_approve_while_an_editor_saves_other_words(rounds, save, overwrite):
    for number in rounds:
        page = rounds.at_the_chair()
        screen = Screen.of(page)

        def edit(page=page, speaker=f"Somebody else {number}"):
            edited = fresh(page).get_latest_revision_as_object()
            edited.body = [("statement_quote", {**edited.body[0].value, "speaker": speaker})]
            kwargs = {"overwrite_revision": edited.get_latest_revision()} if overwrite else {}
            save(edited, rounds.editor, **kwargs)

        approved, saved = rounds.run(rounds.approval(page, rounds.chair, screen), edit)
        page = rounds.hold_to_the_promise(page, screen)
        given = rounds.hold_to_the_register(page, screen, approved)
        rounds.tally["approved and down again"] += given and not page.live
        newest = page.get_latest_revision_as_object().body[0].value["speaker"]
        rounds.tally["saved words lost"] += saved.done and newest != f"Somebody else {number}"


def test_approve_while_a_file_is_replaced(rounds, two_page_pdf):
    for number in rounds:
        document = BoardDocument.objects.create(title="Report", file=ContentFile(two_page_pdf, "report.pdf"))
        page = rounds.at_the_chair({"type": "pdf_document", "value": {"title": "Report", "document": document.pk}})
        screen = Screen.of(page)
        assert screen.files == {document.pk: two_page_pdf}
        document = BoardDocument.objects.get()
        document.file = ContentFile(two_page_pdf + b"%% %d" % number, "report.pdf")

        def replace(document=document):
            # As the library's form does.
            with transaction.atomic():
                document.save()

        approved, replaced = rounds.run(rounds.approval(page, rounds.chair, screen), replace)
        page = rounds.hold_to_the_promise(page, screen)
        given = rounds.hold_to_the_register(page, screen, approved)
        assert given == page.live
        assert not (page.live and replaced.done)
        rounds.tally["replaced"] += replaced.done


def replacement(content, user):
    """Return the filled form with other bytes for the document, as it is opened now."""
    document = BoardDocument.objects.get()
    data = {"title": "Report", "collection": 1, "reason": "Newer", "seen_hash": document.edit_token}
    files = {"file": SimpleUploadedFile("report.pdf", content)}
    return get_document_form(BoardDocument)(data, files, instance=document, user=user)


def replace(form):
    """Save the form as the view does; return whether it was valid."""
    if form.is_valid():
        form.save()
    return form.is_valid()


def test_two_people_replace_a_file_at_once(rounds, two_page_pdf):
    """One wins, the other's file stays beside it, and the file at the address was inspected."""
    for number in rounds:
        make_document(two_page_pdf)
        contents = [two_page_pdf + b"%% %d-%d" % (number, which) for which in (1, 2)]

        forms = [
            replacement(content, user)
            for content, user in zip(contents, (rounds.editor, rounds.moderator), strict=True)
        ]
        outcomes = rounds.run(*(partial(replace, form) for form in forms))
        assert all(outcome.done for outcome in outcomes), outcomes
        document = BoardDocument.objects.get()
        assert {bytes_of(version) for version in document.versions.all()} == {two_page_pdf, *contents}
        assert bytes_of(document) in contents
        assert document.current_inspection.state == "read"
        rounds.tally["set aside"] += document.versions.filter(state=VersionState.SET_ASIDE).count()


def test_two_chairs_approve_at_once(rounds):
    for _ in rounds:
        page = rounds.at_the_chair()
        screen = Screen.of(page)
        both = [rounds.approval(page, user, screen) for user in (rounds.chair, rounds.deputy)]
        outcomes = rounds.run(*both)
        page = rounds.hold_to_the_promise(page, screen)
        assert rounds.hold_to_the_register(page, screen, *outcomes)
        assert page.live
        assert sorted(outcome.done for outcome in outcomes) == [False, True]
        first = (rounds.chair, rounds.deputy)[[outcome.done for outcome in outcomes].index(True)]
        assert StatementApproval.objects.get().user_id == first.pk


@pytest.mark.parametrize("release", ["now", "held"])
def test_one_chair_approves_while_the_other_sends_it_back(rounds, release):
    """One of the two decides, and the other is refused."""
    for _ in rounds:
        page = rounds.at_the_chair()
        screen = Screen.of(page)
        state = fresh(page).current_workflow_task_state

        def send_back():
            state.task.specific.on_action(state, rounds.deputy, "reject", comment="Never.")  # noqa: B023

        approved, sent_back = rounds.run(rounds.approval(page, rounds.chair, screen, release=release), send_back)
        page = rounds.hold_to_the_promise(page, screen)
        assert approved.done != sent_back.done
        assert StatementApproval.objects.count() == approved.done
        assert page.live == (approved.done and release == "now")
        state.refresh_from_db()
        assert state.status == ("approved" if approved.done else "rejected")
        rounds.tally["sent back"] += sent_back.done


def published_and_down(rounds, page, screen):
    """Publish a page and take it down, so that its approval stands; return how a moderator publishes it again."""
    rounds.approval(page, rounds.chair, screen)()
    fresh(page).unpublish(user=rounds.moderator)
    revision = fresh(page).get_latest_revision()
    return lambda: revision.publish(user=rounds.moderator)


def held(rounds, page, screen):
    """Approve a page to be held; return how a moderator puts it out."""
    rounds.approval(page, rounds.chair, screen, release=StatementApproval.Release.HELD)()
    approval = StatementApproval.objects.get()
    return lambda: release_held(approval, rounds.moderator)


def scheduled(rounds, page, screen):
    """Approve a page for a time that has come since; return how the schedule publishes it."""
    now = timezone.now()
    with mock.patch.object(timezone, "now", return_value=now - dt.timedelta(hours=2)):
        when = {"release": StatementApproval.Release.AT, "release_at": now - dt.timedelta(hours=1)}
        rounds.approval(page, rounds.chair, screen, **when)()

    def publish():
        # The schedule never raises: it returns what it could not publish, and why.
        for _, why in publish_due():
            rounds.tally["deadlocks" if "deadlock" in why else "refused"] += 1

    return publish


@pytest.mark.parametrize("approve", [published_and_down, held, scheduled])
def test_publish_while_the_chair_withdraws_the_approval(rounds, approve):
    for _ in rounds:
        page = rounds.at_the_chair()
        screen = Screen.of(page)
        publish = approve(rounds, page, screen)
        assert not fresh(page).live
        approval = StatementApproval.objects.get()
        _, withdrawn = rounds.run(
            publish,
            lambda: withdraw_approval(approval, rounds.chair, "A name is wrong.", Withdrawal.Reason.ERROR),  # noqa: B023
        )
        page = rounds.hold_to_the_promise(page, screen)
        ended = ApprovalEvent.objects.filter(approval=approval, kind=ApprovalEvent.Kind.WITHDRAWN).count()
        assert ended == withdrawn.done
        assert not (page.live and withdrawn.done)
        assert withdrawn.done or withdrawn.collided
        rounds.tally["published first"] += Withdrawal.objects.filter(page=page).exists()


def test_publish_when_due_while_a_moderator_unschedules(rounds):
    for _ in rounds:
        page = rounds.at_the_chair()
        screen = Screen.of(page)
        publish = scheduled(rounds, page, screen)

        def unschedule(page=page):
            with transaction.atomic():
                # As the admin's view does: it locks no page.
                Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=None)
                time.sleep(APART)
            return fresh(page).live

        _, unscheduled = rounds.run(publish, unschedule)
        page = rounds.hold_to_the_promise(page, screen)
        assert unscheduled.done
        # What was not public once the schedule was empty did not become so afterwards.
        assert unscheduled.returned or not page.live
