"""Inspects files: within the request by default, in a worker where one runs (docs/operations.md)."""

import datetime as dt
import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from board.engines.inspection.result import Inspection
from board.engines.officeinspect.process import inspect_office_file
from board.engines.pdfinspect.process import inspect_pdf

from .models import BoardDocument, DocumentInspection, DocumentVersion

logger = logging.getLogger(__name__)

# An inspection takes a minute and a half at the most; the worker of one that began earlier than this was killed.
ABANDONED_AFTER = dt.timedelta(minutes=5)


@contextmanager
def local_path(document: BoardDocument):
    """Yield a path to a document's bytes on this machine, of a temporary copy where storage is elsewhere."""
    if document.is_stored_locally():
        path = Path(document.file.path)
        path.stat()  # Raises where the file is missing; the inspection would call it damaged.
        yield path
        return
    with tempfile.NamedTemporaryFile() as copy, document.open_file() as file:
        for chunk in iter(lambda: file.read(1024**2), b""):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def inspect_bytes(document: BoardDocument) -> Inspection:
    """Return what is in a document's bytes; raises ``OSError`` where they can't be fetched."""
    with local_path(document) as path:
        return inspect_office_file(path) if document.is_office_file else inspect_pdf(path)


def unclaimed(column: str) -> Q:
    """Return the condition that no inspection has begun, or that one was abandoned, by the ``column`` of its start."""
    now = timezone.now()
    # In the future: by a clock that was ahead.
    abandoned = Q(**{f"{column}__lt": now - ABANDONED_AFTER}) | Q(**{f"{column}__gt": now + ABANDONED_AFTER})
    return Q(**{column: None}) | abandoned


def claim(inspection: DocumentInspection) -> bool:
    """Return whether this process is to inspect: nothing has begun, or what has was abandoned. Safe for two at once."""
    # The row may be of other bytes by now, which have a task of their own.
    same = DocumentInspection.objects.filter(pk=inspection.pk, file_hash=inspection.file_hash)
    waiting = same.filter(unclaimed("started_at"), state=DocumentInspection.State.WAITING)
    return bool(waiting.update(started_at=timezone.now()))


def inspect_document(document: BoardDocument) -> DocumentInspection | None:
    """
    Inspect the present bytes of a document and return the stored inspection, or ``None`` if there is nothing to do.

    Raises ``OSError`` where the bytes can't be fetched; the file then goes on waiting for ``read_documents``.
    """
    inspection = document.current_inspection
    if inspection is None or not claim(inspection):
        return None
    try:
        result = inspect_bytes(document)
    except OSError:
        DocumentInspection.objects.filter(pk=inspection.pk).update(started_at=None)
        raise
    return inspection if inspection.record(result) else None


def inspect_version(version: DocumentVersion) -> None:
    """
    Inspect a version that waits, unless another task does.

    Raises ``OSError`` where the bytes can't be fetched; the version then goes on waiting for ``read_documents``.
    """
    same = DocumentVersion.objects.filter(pk=version.pk)
    to_be_inspected = same.filter(unclaimed("inspection_started_at"), inspection__isnull=True)
    if not version.is_to_be_inspected or not to_be_inspected.update(inspection_started_at=timezone.now()):
        return
    try:
        result = inspect_bytes(version.as_object())
    except OSError:
        same.update(inspection_started_at=None)
        raise
    version.record_inspection(result)


@task(backend="files")
def inspect_document_task(document_id: int) -> None:
    """Inspect a document, which may have been deleted since the task was enqueued."""
    document = BoardDocument.objects.filter(pk=document_id).first()
    if document is None:
        return
    try:
        inspect_document(document)
    except OSError as error:
        logger.error("“%s” could not be read and waits: %s. Run read_documents.", document.title, error)  # noqa: TRY400


@task(backend="files")
def inspect_version_task(version_id: int) -> None:
    """Inspect a version of a document, which may no longer wait."""
    version = DocumentVersion.objects.filter(pk=version_id).first()
    if version is None:
        return
    try:
        inspect_version(version)
    except OSError as error:
        logger.error("“%s” could not be read and waits: %s. Run read_documents.", version, error)  # noqa: TRY400
