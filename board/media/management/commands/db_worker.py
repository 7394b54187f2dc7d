"""The ``db_worker`` of django-tasks-db, on a site's own database and for the files that wait to be read."""

from django_tasks_db.management.commands import db_worker

from board.commands import SiteCommand


class Command(SiteCommand, db_worker.Command):
    def add_arguments(self, parser) -> None:
        """Take the library's arguments; the backend is ours unless another is named."""
        super().add_arguments(parser)
        parser.set_defaults(backend_name="files")
