"""Documents for tests, read as an upload is: tests run in a transaction, after which nothing happens."""

from django.core.files.base import ContentFile

from board.media.models import BoardDocument
from board.media.tasks import read_document


def make_document(content: bytes, name: str = "report.pdf", **fields) -> BoardDocument:
    """Return a stored document that was read, as it stands in the database."""
    document = BoardDocument.objects.create(**{"title": "Report", "file": ContentFile(content, name), **fields})
    read_document(document)
    return BoardDocument.objects.get(pk=document.pk)
