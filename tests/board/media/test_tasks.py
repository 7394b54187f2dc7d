"""Files are inspected once, by one task, and no inspection is stored for other bytes."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from board.engines.inspection.result import Inspection
from board.media import tasks
from board.media.issues import blocking_issues
from board.media.models import BoardDocument, DocumentInspection, DocumentText, FileChange, VersionState
from tests.board.engines.pdfinspect import pdfs
from tests.files import make_document

pytestmark = pytest.mark.postgresql("Skips locked rows.")

TWO_PAGES = pdfs.tagged("The first page", "The second page")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def waiting():
    """A document that waits to be inspected."""
    return BoardDocument.objects.create(title="Report", file=ContentFile(TWO_PAGES, "a.pdf"))


def state(document):
    return DocumentInspection.objects.get(document=document).state


def test_upload_is_inspected_after_its_transaction(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = BoardDocument.objects.create(title="R", file=ContentFile(TWO_PAGES, "a.pdf"))
    assert state(document) == "read"
    assert list(document.texts.values_list("page_number", "text")) == [(1, "The first page"), (2, "The second page")]


def test_second_task_leaves_the_file_to_the_first(waiting, monkeypatch):
    inspected = []
    original = tasks.inspect_pdf

    def start_second_task_and_inspect(path, *arguments, **limits):
        inspected.append(path)
        assert tasks.inspect_document(BoardDocument.objects.get(pk=waiting.pk)) is None
        return original(path, *arguments, **limits)

    monkeypatch.setattr(tasks, "inspect_pdf", start_second_task_and_inspect)
    assert tasks.inspect_document(waiting).state == "read"
    assert len(inspected) == 1


def test_inspection_of_replaced_bytes_is_not_stored(waiting, monkeypatch):
    original = tasks.inspect_pdf

    def inspect_and_replace(path, *arguments, **limits):
        inspection = original(path, *arguments, **limits)
        document = BoardDocument.objects.get(pk=waiting.pk)
        document.file = ContentFile(pdfs.tagged("Other words"), "b.pdf")
        document.save()
        return inspection

    monkeypatch.setattr(tasks, "inspect_pdf", inspect_and_replace)
    assert tasks.inspect_document(waiting) is None
    assert state(waiting) == "waiting"
    assert not DocumentText.objects.exists()


@pytest.mark.parametrize("minutes", [15, pytest.param(-15, id="by a clock that was ahead")])
def test_file_of_a_killed_worker_is_inspected_after_a_while(waiting, minutes):
    inspection = DocumentInspection.objects.get()
    assert tasks.claim(inspection)
    call_command("read_documents", verbosity=0)
    assert state(waiting) == "waiting"
    DocumentInspection.objects.update(started_at=timezone.now() - dt.timedelta(minutes=minutes))
    call_command("read_documents", verbosity=0)
    assert state(waiting) == "read"


@pytest.fixture
def slow_machine(monkeypatch):
    """A machine so busy that each request for an inspection comes one page further."""
    calls = []
    original = tasks.inspect_pdf

    def inspect_one_page_more(path, earlier=None, **limits):
        calls.append(limits)
        result = original(path)
        searched = earlier.hidden["searched_pages"] + 1 if earlier else 0
        hidden = result.hidden | {"searched_pages": searched}
        return replace(result, hidden=hidden, is_finished=searched == result.page_count)

    monkeypatch.setattr(tasks, "inspect_pdf", inspect_one_page_more)
    return calls


class TestUnfinishedInspection:
    def test_request_leaves_the_rest_for_later_and_nothing_is_judged(self, waiting, slow_machine):
        tasks.inspect_document_task.func(waiting.pk)
        document = BoardDocument.objects.get(pk=waiting.pk)
        assert (state(document), len(slow_machine)) == ("waiting", 1)
        (issue,) = blocking_issues(document)
        assert (issue.code, "0 of 2 pages so far" in issue.what) == ("waiting", True)
        assert document.texts.count() == 2

    def test_each_further_request_goes_on(self, waiting, slow_machine, django_capture_on_commit_callbacks):
        for expected in ("waiting", "waiting", "read"):
            with django_capture_on_commit_callbacks(execute=True):
                BoardDocument.objects.get(pk=waiting.pk).read_again()
            assert state(waiting) == expected
        assert blocking_issues(BoardDocument.objects.get(pk=waiting.pk)) == []

    def test_command_goes_on_to_the_end_and_gives_each_child_more_time(self, waiting, slow_machine):
        tasks.inspect_document_task.func(waiting.pk)
        call_command("read_documents", verbosity=0)
        assert state(waiting) == "read"
        (first, *others) = [limits["wall_seconds"] for limits in slow_machine]
        assert all(seconds > first for seconds in others)

    def test_machine_on_which_nothing_moves_is_left_alone(self, waiting, monkeypatch):
        calls = []

        def inspect_nothing(path, earlier=None, **limits):
            calls.append(limits)
            return Inspection("unfinished", "Not yet.", is_finished=False)

        monkeypatch.setattr(tasks, "inspect_pdf", inspect_nothing)
        call_command("read_documents", verbosity=0)
        assert (state(waiting), len(calls)) == ("waiting", 1)
        assert [issue.code for issue in blocking_issues(BoardDocument.objects.get(pk=waiting.pk))] == ["waiting"]

    def test_version_that_waits_is_read_on(self, waiting, slow_machine):
        version = waiting.build_version(FileChange(reason="Corrected"))
        version.state, version.sha256 = VersionState.WAITING, "0" * 64
        version.save()
        tasks.inspect_version_task.func(version.pk)
        version.refresh_from_db()
        assert version.is_to_be_inspected
        tasks.inspect_version(version)
        version.refresh_from_db()
        assert not version.is_to_be_inspected
        assert version.inspection["state"] == "read"


def test_missing_file_goes_on_waiting(waiting, caplog):
    waiting.file.storage.delete(waiting.file.name)
    tasks.inspect_document_task.func(waiting.pk)
    assert state(waiting) == "waiting"
    assert "Run read_documents" in caplog.text


def test_command_names_files_that_storage_failed_to_give(waiting, monkeypatch, capsys):
    def fail(document):
        raise OSError("the disk is full")

    monkeypatch.setattr(tasks, "local_path", fail)
    with pytest.raises(CommandError, match="the disk is full"):
        call_command("read_documents", verbosity=0)
    assert state(waiting) == "waiting"
    monkeypatch.undo()
    call_command("read_documents", verbosity=0)
    assert state(waiting) == "read"


def test_command_counts_files_by_state(waiting, capsys):
    make_document(pdfs.scan(), "scan.pdf")
    make_document(b"a,b\n", "a.csv")
    call_command("read_documents", verbosity=0)
    call_command("read_documents", "--all", verbosity=0)
    assert capsys.readouterr().out.splitlines()[-1] == "Read: 1, No text: pictures of pages: 1"


def test_task_of_a_deleted_document_does_nothing(db):
    tasks.inspect_document_task.func(99)
