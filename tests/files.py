"""Documents for tests, inspected as uploads are: tests run in a transaction that never commits."""

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from bench.pdf_hidden import inspect_here
from board.engines.officeinspect import child as office_child
from board.engines.officeinspect import process as office_process
from board.media.models import BoardDocument, FileChange, VersionState
from board.media.tasks import inspect_document
from tests.factories import NewsPageFactory


def make_document(content: bytes, name: str = "report.pdf", **fields) -> BoardDocument:
    """Return a stored document that was inspected, as it stands in the database."""
    document = BoardDocument.objects.create(**{"title": "Report", "file": ContentFile(content, name), **fields})
    inspect_document(document)
    return BoardDocument.objects.get(pk=document.pk)


def make_document_quickly(content: bytes, name: str = "report.pdf", **fields) -> BoardDocument:
    """Return the same, inspected within this process: safe with a file of our own, and half a second quicker."""
    document = BoardDocument.objects.create(**{"title": "Report", "file": ContentFile(content, name), **fields})
    with tempfile.NamedTemporaryFile() as file:
        path = Path(file.name)
        path.write_bytes(content)
        if document.is_office_file:
            inspection = office_process.build_inspection(office_child.inspect(path))
        else:
            inspection = inspect_here(path)
    assert document.inspection.record(inspection)
    return BoardDocument.objects.get(pk=document.pk)


def make_page_with(document: BoardDocument, index, **fields):
    """Return a news item that carries a document; ``index`` is the news index."""
    body = [{"type": "pdf_document", "value": {"title": "R", "document": document.pk}}]
    return NewsPageFactory(parent=index, body=body, **fields)


def replace_by_two_people(file, content: bytes, name: str = "other.pdf"):
    """Put other bytes behind a document or image that may be public; return it as it is stored."""
    file.file = ContentFile(content, name)
    file.store_file()
    version = file.withhold(FileChange(reason="Corrected"), VersionState.WAITING)
    version.save()
    with transaction.atomic():
        version.release(version.as_object(), "a second person")
    return type(file).objects.get(pk=file.pk)
