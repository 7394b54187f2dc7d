"""Files are read once, by one reader, and never wrongly told of others."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from board.media import tasks
from board.media.models import BoardDocument, DocumentInspection, DocumentText
from tests.board.engines.pdfinspect import pdfs
from tests.files import make_document

pytestmark = pytest.mark.postgresql("Skips locked rows.")

TWO_PAGES = pdfs.tagged("The first page", "The second page")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def waiting():
    """A document that nobody has read yet."""
    return BoardDocument.objects.create(title="Report", file=ContentFile(TWO_PAGES, "a.pdf"))


def state(document):
    return DocumentInspection.objects.get(document=document).state


def test_an_upload_is_read_after_its_transaction(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = BoardDocument.objects.create(title="R", file=ContentFile(TWO_PAGES, "a.pdf"))
    assert state(document) == "read"
    assert list(document.texts.values_list("page_number", "text")) == [(1, "The first page"), (2, "The second page")]


def test_two_readers_of_one_file(waiting, monkeypatch):
    read = []
    original = tasks.inspect_pdf

    def read_and_be_overtaken(path):
        read.append(path)
        assert tasks.inspect_document(BoardDocument.objects.get(pk=waiting.pk)) is None
        return original(path)

    monkeypatch.setattr(tasks, "inspect_pdf", read_and_be_overtaken)
    assert tasks.inspect_document(waiting).state == "read"
    assert len(read) == 1


def test_what_was_read_in_replaced_bytes_is_not_told_of_the_new_ones(waiting, monkeypatch):
    original = tasks.inspect_pdf

    def replace_meanwhile(path):
        found = original(path)
        document = BoardDocument.objects.get(pk=waiting.pk)
        document.file = ContentFile(pdfs.tagged("Other words"), "b.pdf")
        document.save()
        return found

    monkeypatch.setattr(tasks, "inspect_pdf", replace_meanwhile)
    assert tasks.inspect_document(waiting) is None
    assert state(waiting) == "waiting"
    assert not DocumentText.objects.exists()


def test_a_killed_worker(waiting):
    """It had begun; nobody takes the file for a while, and then somebody does."""
    reading = DocumentInspection.objects.get()
    assert tasks.claim(reading)
    call_command("read_documents", verbosity=0)
    assert state(waiting) == "waiting"
    DocumentInspection.objects.update(started_at=timezone.now() - dt.timedelta(minutes=6))
    call_command("read_documents", verbosity=0)
    assert state(waiting) == "read"


def test_a_file_that_is_away_waits(waiting, caplog):
    waiting.file.storage.delete(waiting.file.name)
    tasks.inspect_document_task.func(waiting.pk)
    assert state(waiting) == "waiting"
    assert "Run read_documents" in caplog.text


def test_storage_that_fails_is_told(waiting, monkeypatch, capsys):
    def fail(document):
        raise OSError("the disk is full")

    monkeypatch.setattr(tasks, "local_path", fail)
    with pytest.raises(CommandError, match="the disk is full"):
        call_command("read_documents", verbosity=0)
    assert state(waiting) == "waiting"
    monkeypatch.undo()
    call_command("read_documents", verbosity=0)
    assert state(waiting) == "read"


def test_the_command_says_what_there_is(waiting, capsys):
    make_document(pdfs.scan(), "scan.pdf")
    make_document(b"a,b\n", "a.csv")
    call_command("read_documents", verbosity=0)
    call_command("read_documents", "--all", verbosity=0)
    assert capsys.readouterr().out.splitlines()[-1] == "Read: 1, No text: pictures of pages: 1"


def test_a_task_for_a_document_that_is_gone(db):
    tasks.inspect_document_task.func(99)
