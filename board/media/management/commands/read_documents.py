"""Inspects the files that wait for it."""

from django.core.management.base import CommandError
from tqdm import tqdm

from board.commands import SiteCommand
from board.media.models import BoardDocument, DocumentInspection, DocumentVersion, VersionState
from board.media.tasks import inspect_document, inspect_version

State = DocumentInspection.State


class Command(SiteCommand):
    """Inspects what waits, after an import or where a worker was killed. Safe to interrupt and to run twice."""

    help = "Read the files that wait to be read: the text of PDFs, and what they and office files give away."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="Read every file anew, such as after an update.")

    def handle(self, *args, **options):
        """Inspect one file after the other; raises ``CommandError`` where some could not be fetched."""
        inspected = [document for document in BoardDocument.objects.all() if document.is_inspected]
        for document in inspected:
            if options["all"] or document.current_inspection is None:
                DocumentInspection.reset(document)
        waiting = DocumentInspection.objects.filter(state=State.WAITING).values("document")
        documents = BoardDocument.objects.filter(pk__in=waiting)
        versions = DocumentVersion.objects.filter(state=VersionState.WAITING)
        tasks = [
            *((inspect_document, document) for document in documents),
            *((inspect_version, version) for version in versions),
        ]
        unreachable = []
        for inspect, file in tqdm(tasks, unit="file", disable=options["verbosity"] < 1):
            try:
                inspect(file)
            except OSError as error:
                unreachable.append(f"“{file}”: {error}")
        counts = {state.label: DocumentInspection.objects.filter(state=state).count() for state in State}
        words = ", ".join(f"{label}: {count}" for label, count in counts.items() if count)
        self.stdout.write(words or "There are no files to read.")
        if unreachable:
            raise CommandError(
                "Some files could not be fetched. Look at the storage and run this again.\n" + "\n".join(unreachable)
            )
