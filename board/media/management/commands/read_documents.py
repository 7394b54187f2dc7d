"""Reads the PDFs that wait to be read."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from board.media.documents import BoardDocument
from board.media.readings import DocumentReading
from board.media.tasks import read_document


class Command(BaseCommand):
    """Reads what waits: after an import, or where a reader was killed. Safe to stop and to run twice."""

    help = "Read the text of the PDFs that wait to be read, and what they may give away."

    def add_arguments(self, parser):
        """Add the option to read everything anew."""
        parser.add_argument("--all", action="store_true", help="Read every PDF anew, such as after an update.")

    def handle(self, *args, **options):
        """Read one file after the other; raises ``CommandError`` where some could not be fetched."""
        pdfs = [document for document in BoardDocument.objects.all() if document.is_pdf]
        for document in pdfs:
            if options["all"] or document.what_was_read is None:
                DocumentReading.wait_for(document)
        waiting = DocumentReading.objects.filter(state=DocumentReading.State.WAITING).values("document")
        documents = BoardDocument.objects.filter(pk__in=waiting)
        unreachable = []
        for document in tqdm(documents, unit="file", disable=options["verbosity"] < 1):
            try:
                read_document(document)
            except OSError as error:
                unreachable.append(f"“{document.title}”: {error}")
        counts = {
            state.label: DocumentReading.objects.filter(state=state).count()
            for state in DocumentReading.State
            if DocumentReading.objects.filter(state=state).exists()
        }
        self.stdout.write(", ".join(f"{label}: {count}" for label, count in counts.items()) or "There are no PDFs.")
        if unreachable:
            raise CommandError(
                "Some files could not be fetched. Look at the storage and run this again.\n" + "\n".join(unreachable)
            )
