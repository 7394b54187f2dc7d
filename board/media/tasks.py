"""Inspects files: within the request by default, in a worker where one runs (docs/operations.md)."""

import datetime as dt
import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db.models import Q
from django.utils import timezone
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from board.engines.inspection.result import Inspection
from board.engines.officeinspect.process import inspect_office_file
from board.engines.pdfinspect import resource_limits
from board.engines.pdfinspect.process import inspect_pdf

from .models import BoardDocument, DocumentInspection, DocumentVersion

logger = logging.getLogger(__name__)

# No step of an inspection takes longer, on the busiest machine; the worker of one that began earlier was killed.
ABANDONED_AFTER = dt.timedelta(seconds=4 * resource_limits.PATIENT_WALL_SECONDS + 60)


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


def inspect_bytes(document: BoardDocument, earlier: Inspection | None, *, is_patient: bool) -> Inspection:
    """
    Return the inspection of a document's bytes, begun anew or from where ``earlier`` ended.

    With ``is_patient`` a child is given the time that it needs on a busy machine. Raises ``OSError`` where the bytes
    can't be fetched.
    """
    wall_seconds = resource_limits.PATIENT_WALL_SECONDS if is_patient else resource_limits.WALL_SECONDS
    with local_path(document) as path:
        if document.is_office_file:
            return inspect_office_file(path, wall_seconds=wall_seconds)
        return inspect_pdf(path, earlier, wall_seconds=wall_seconds)


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


def runs_in_request() -> bool:
    """Return whether our tasks run within the request that enqueues them, for want of a worker."""
    return isinstance(task_backends["files"], ImmediateBackend)


def has_come_further(result: Inspection, earlier: Inspection | None) -> bool:
    """Return whether an unfinished inspection has reached a later page than before."""
    before = earlier.hidden["searched_pages"] if earlier and earlier.hidden else -1
    return result.hidden is not None and result.hidden["searched_pages"] > before


def inspect_document(document: BoardDocument, *, is_patient: bool = True) -> DocumentInspection | None:
    """
    Inspect the present bytes of a document and return the stored inspection, or ``None`` if there is nothing to do.

    With ``is_patient`` to the end, unless the machine is so busy that another time is better; otherwise as far as a
    request can wait. What is not finished goes on waiting for ``read_documents``, as does a file for which ``OSError``
    is raised, because its bytes can't be fetched.
    """
    inspection = document.current_inspection
    recorded = None
    while inspection is not None and claim(inspection):
        earlier = inspection.unfinished()
        try:
            result = inspect_bytes(document, earlier, is_patient=is_patient)
        except OSError:
            DocumentInspection.objects.filter(pk=inspection.pk).update(started_at=None)
            raise
        recorded = inspection if inspection.record(result) else None
        if result.is_finished or not is_patient or not has_come_further(result, earlier):
            break
    return recorded


def inspect_version(version: DocumentVersion, *, is_patient: bool = True) -> None:
    """
    Inspect a version that waits, unless another task does; see ``inspect_document``.

    Raises ``OSError`` where the bytes can't be fetched; the version then goes on waiting for ``read_documents``.
    """
    same = DocumentVersion.objects.filter(pk=version.pk)
    unfinished = Q(inspection__isnull=True) | Q(inspection__is_finished=False)
    to_be_inspected = same.filter(unfinished, unclaimed("inspection_started_at"))
    while version.is_to_be_inspected and to_be_inspected.update(inspection_started_at=timezone.now()):
        earlier = Inspection(**version.inspection) if version.inspection else None
        try:
            result = inspect_bytes(version.as_object(), earlier, is_patient=is_patient)
        except OSError:
            same.update(inspection_started_at=None)
            raise
        version.record_inspection(result)
        if result.is_finished or not is_patient or not has_come_further(result, earlier):
            break


@task(backend="files")
def inspect_document_task(document_id: int) -> None:
    """Inspect a document, which may have been deleted since the task was enqueued."""
    document = BoardDocument.objects.filter(pk=document_id).first()
    if document is None:
        return
    try:
        inspect_document(document, is_patient=not runs_in_request())
    except OSError as error:
        logger.error("“%s” could not be read and waits: %s. Run read_documents.", document.title, error)  # noqa: TRY400


@task(backend="files")
def inspect_version_task(version_id: int) -> None:
    """Inspect a version of a document, which may no longer wait."""
    version = DocumentVersion.objects.filter(pk=version_id).first()
    if version is None:
        return
    try:
        inspect_version(version, is_patient=not runs_in_request())
    except OSError as error:
        logger.error("“%s” could not be read and waits: %s. Run read_documents.", version, error)  # noqa: TRY400
