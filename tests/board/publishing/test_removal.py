"""Approved words and files leave the register by two people alone, and the facts stay."""

import io
import zipfile

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from board.approvals.models import (
    ApprovalEvent,
    ApprovedFile,
    ApprovedWords,
    FileChunk,
    Removal,
    RemovalProposal,
    StatementApproval,
)
from board.engines.evidence.keys import make_private_key
from board.insert_only import InsertOnlyError
from board.media.models import BoardDocument
from board.publishing.evidence import write_evidence
from board.publishing.release import withdraw_approval
from board.publishing.removal import VALID_FOR, confirm_removal, propose_removal
from news.models import NewsIndexPage
from tests.board.publishing.conftest import add_statement
from tests.files import make_document
from tests.publication import publish_statement
from tests.users import add_people, add_user
from tests.worlds import shared_world

pytestmark = [pytest.mark.postgresql("Triggers."), pytest.mark.xdist_group("removal")]

FACTS = (
    "page_id",
    "revision_id",
    "digest",
    "html_sha256",
    "text_sha256",
    "user_name",
    "reviewer_name",
    "writers",
    "at",
)
REASON = "Order 7 of the Family Court"


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory, two_page_pdf):
    """A statement with a file, whose approval the chair has withdrawn: its entry, the file, and the folder of files."""
    media = tmp_path_factory.mktemp("media")
    with shared_world(django_db_blocker, media):
        people = add_people()
        document = make_document(two_page_pdf)
        page = add_statement(NewsIndexPage.objects.get(), people[0], document=document)
        publish_statement(page, *people, comment="A note")
        approval = StatementApproval.objects.get()
        withdraw_approval(approval, people[2], "It names a child.", "legal")
        yield approval, document, media


@pytest.fixture
def ended(made, db, settings):
    """The entry as it was made."""
    settings.MEDIA_ROOT = made[2]
    return again(made[0])


@pytest.fixture
def document(made, db):
    """The file as it was made."""
    return BoardDocument.objects.get(pk=made[1].pk)


def refused_by_the_database(sql, *parameters):
    """Assert that the database refuses a statement."""
    with pytest.raises(Exception, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def again(approval):
    """Return an entry, read anew."""
    return StatementApproval.objects.get(pk=approval.pk)


def remove(approval, proposer, user):
    """Take both steps."""
    return confirm_removal(propose_removal(approval, proposer, REASON), user)


class TestDatabase:
    @pytest.mark.parametrize("model", [ApprovedWords, FileChunk, RemovalProposal, Removal])
    def test_nothing_is_changed_and_nothing_removed_by_itself(self, ended, superuser, chair, model):
        if model in {RemovalProposal, Removal}:
            remove(ended, superuser, chair)
        row = model.objects.first()
        for change in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=row.pk)):
            with pytest.raises(InsertOnlyError):
                change()
        column = row._meta.pk.column
        refused_by_the_database(f"UPDATE {model._meta.db_table} SET {column} = {column}")
        refused_by_the_database(f"DELETE FROM {model._meta.db_table}")

    @pytest.mark.parametrize("model", [StatementApproval, ApprovedFile, ApprovalEvent])
    def test_no_column_of_a_fact_is_changed_even_beside_a_removal(self, ended, superuser, chair, model):
        """Also columns that are added later: every one of the model is tried."""
        remove(ended, superuser, chair)
        for field in model._meta.concrete_fields:
            column = f'"{field.column}"'
            value = {
                "CharField": "'x'",
                "TextField": "'x'",
                "JSONField": "'[1]'",
                "DateTimeField": "CURRENT_TIMESTAMP",
            }.get(field.get_internal_type(), f"COALESCE({column}, 0) + 1")
            refused_by_the_database(f"UPDATE {model._meta.db_table} SET {column} = {value}")

    def test_labels_are_not_emptied_without_a_removal(self, ended):
        refused_by_the_database("UPDATE approvals_statementapproval SET page_title = '', note = ''")
        refused_by_the_database("UPDATE approvals_approvedfile SET title = '', name = ''")
        refused_by_the_database("UPDATE approvals_approvalevent SET reason = ''")

    def test_removal_takes_two_people_and_a_reason(self, ended, chair):
        by = {"user_id": chair.pk, "user_name": "chair", "proposer_name": "x", "proposed_at": timezone.now()}
        for proposer_id, reason in ((chair.pk, "A reason"), (chair.pk + 1, "")):
            with pytest.raises(IntegrityError), transaction.atomic():
                Removal.objects.create(approval=ended, proposer_id=proposer_id, reason=reason, **by)
        assert ApprovedWords.objects.exists()

    def test_removed_words_do_not_come_back(self, ended, superuser, chair):
        remove(ended, superuser, chair)
        refused_by_the_database(
            "INSERT INTO approvals_approvedwords (approval_id, html, text, content) VALUES (%s, 'a', 'b', 'c')",
            ended.pk,
        )

    def test_removal_that_is_rolled_back_removes_nothing(self, ended, superuser, chair):
        with transaction.atomic():
            remove(ended, superuser, chair)
            transaction.set_rollback(True)
        assert again(ended).words
        assert FileChunk.objects.exists()


class TestRemoval:
    def test_words_and_files_go_and_facts_stay(self, ended, superuser, chair, document):
        facts = StatementApproval.objects.values(*FACTS).get()
        remove(ended, superuser, chair)
        row = again(ended)
        assert StatementApproval.objects.values(*FACTS).get() == facts
        assert (row.page_title, row.note) == ("", "")
        assert not ApprovedWords.objects.exists()
        assert not FileChunk.objects.exists()
        file = row.files.get()
        assert (file.title, file.name, file.sha256, file.size) == ("", "", document.sha256, document.file_size)
        assert [(event.kind, event.reason) for event in row.events.all()] == [("withdrawn", "")]
        removal = row.removal
        assert (removal.proposer_name, removal.user_name, removal.reason) == ("admin", "chair", REASON)

    def test_bytes_stay_while_another_approval_covers_them(
        self, ended, superuser, chair, news_index, document, everyone_to
    ):
        publish_statement(add_statement(news_index, title="Egret", slug="egret", document=document), *everyone_to)
        remove(ended, superuser, chair)
        assert FileChunk.objects.has(document.sha256)
        other = StatementApproval.objects.get(page_title="Egret")
        withdraw_approval(other, chair, "Too.", "legal")
        remove(other, chair, superuser)
        assert not FileChunk.objects.exists()

    def test_it_takes_an_administrator_and_a_chair(self, ended, superuser, chair, deputy, moderator):
        with pytest.raises(ValidationError, match="Only an administrator or a chair"):
            propose_removal(ended, moderator, REASON)
        proposal = propose_removal(ended, chair, REASON)
        for user in (chair, deputy, moderator):
            with pytest.raises(ValidationError, match="takes two people"):
                confirm_removal(proposal, user)
        chair.is_active = False
        chair.save()
        with pytest.raises(ValidationError, match="takes two people"):
            confirm_removal(proposal, superuser)
        assert again(ended).words

    def test_one_person_who_is_both_is_not_two(self, ended):
        both = add_user("both", "Independent Chair")
        both.is_superuser = True
        both.save()
        proposal = propose_removal(ended, both, REASON)
        with pytest.raises(ValidationError, match="takes two people"):
            confirm_removal(proposal, both)

    def test_standing_approval_is_withdrawn_first(self, news_index, everyone_to, superuser):
        publish_statement(add_statement(news_index, title="Egret", slug="egret"), *everyone_to)
        with pytest.raises(ValidationError, match="still stands"):
            propose_removal(StatementApproval.objects.get(page_title="Egret"), superuser, REASON)

    def test_old_and_superseded_proposals_lapse(self, ended, superuser, chair, monkeypatch):
        first = propose_removal(ended, superuser, "First")
        second = propose_removal(ended, superuser, "Second")
        with pytest.raises(ValidationError, match="newer proposal"):
            confirm_removal(first, chair)
        monkeypatch.setattr("board.publishing.removal.VALID_FOR", -VALID_FOR)
        with pytest.raises(ValidationError, match="too old"):
            confirm_removal(second, chair)

    def test_words_are_removed_once(self, ended, superuser, chair):
        remove(ended, superuser, chair)
        with pytest.raises(ValidationError, match="removed already"):
            propose_removal(again(ended), superuser, REASON)

    def test_pack_of_a_removed_entry_has_facts_alone(self, ended, superuser, chair, settings):
        settings.EVIDENCE_KEY = make_private_key().decode()
        remove(ended, superuser, chair)
        file = io.BytesIO()
        write_evidence(again(ended), file)
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            assert not {"words.txt", "words.html", "content.json"} & set(names)
            assert not any(name.startswith("files/") for name in names)
            everything = b"".join(archive.read(name) for name in names).decode(errors="ignore")
        for gone in ("Heron", "We are sorry", "A note", "It names a child."):
            assert gone not in everything
        for stays in (ended.digest, ended.html_sha256, REASON, "chair"):
            assert stays in everything


def test_administrator_and_chair_remove_words_in_the_admin(
    client, ended, superuser, chair, editor, django_capture_on_commit_callbacks
):
    entry_url = f"/admin/statement-register/inspect/{ended.pk}/"
    propose = reverse("publishing:propose_removal", args=[ended.pk])
    client.force_login(editor)
    assert propose not in client.get(entry_url).content.decode()
    assert client.get(propose).status_code in {302, 403}
    client.force_login(superuser)
    assert propose in client.get(entry_url).content.decode()
    assert client.post(propose, {"reason": " "}).status_code == 200
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert "Nothing is removed until" in client.post(propose, {"reason": REASON}, follow=True).content.decode()
    confirm = reverse("publishing:confirm_removal", args=[ended.pk, RemovalProposal.objects.get().pk])
    assert [(message.to, confirm in message.body) for message in mail.outbox] == [(["chair@example.org"], True)]
    client.force_login(chair)
    assert confirm in client.get(entry_url).content.decode()
    assert REASON in client.get(confirm).content.decode()
    assert client.post(confirm, {}).status_code == 200
    content = client.post(confirm, {"understood": "on"}, follow=True).content.decode()
    assert "are removed from the register" in content
    assert "admin proposed it on" in content
    assert "We are sorry" not in content
    assert "Heron" not in client.get("/admin/statement-register/").content.decode()
