"""Reading files: within the request by default, by a worker where one runs (docs/operations.md)."""

import datetime as dt
import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from board.engines.pdfinspect.process import inspect_pdf

from .documents import BoardDocument
from .readings import DocumentReading

logger = logging.getLogger(__name__)

# A reader takes a minute and a half at the most; one that is older than this was killed.
GIVEN_UP_AFTER = dt.timedelta(minutes=5)


@contextmanager
def local_path(document: BoardDocument):
    """Yield the path of a document's bytes on this machine: their own, or that of a copy that is removed again."""
    if document.is_stored_locally():
        path = Path(document.file.path)
        path.stat()  # Without the file, the child could only say that it can't be read.
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy, document.open_file() as file:
        for chunk in iter(lambda: file.read(1024**2), b""):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def claim(reading: DocumentReading) -> bool:
    """Say whether we are to read: nobody has begun, or whoever has was killed. Safe for two at once."""
    now = timezone.now()
    free = Q(started_at=None) | Q(started_at__lt=now - GIVEN_UP_AFTER)
    # The row may stand for other bytes by now, which are for those who put them there.
    same = DocumentReading.objects.filter(pk=reading.pk, file_hash=reading.file_hash)
    waiting = same.filter(free, state=DocumentReading.State.WAITING)
    return bool(waiting.update(started_at=now))


def read_document(document: BoardDocument) -> DocumentReading | None:
    """
    Read the present bytes of a document and store what was found; return it, or ``None`` where there is nothing to do.

    Raises ``OSError`` where the bytes can't be fetched; the file then waits on, and ``read_documents`` tries again.
    """
    reading = document.what_was_read
    if reading is None or not claim(reading):
        return None
    try:
        with local_path(document) as path:
            found = inspect_pdf(path)
    except OSError:
        DocumentReading.objects.filter(pk=reading.pk).update(started_at=None)
        raise
    return reading if reading.record(found) else None


@task(backend="files")
def read_document_task(document_id: int) -> None:
    """Read a document that may have been deleted meanwhile."""
    document = BoardDocument.objects.filter(pk=document_id).first()
    if document is None:
        return
    try:
        read_document(document)
    except OSError as error:
        logger.error("“%s” could not be read and waits: %s. Run read_documents.", document.title, error)  # noqa: TRY400
