"""The ``prune_db_task_results`` of django-tasks-db, for the results of the worker that reads files."""

from django_tasks_db.management.commands import prune_db_task_results

from board.commands import SiteCommand


class Command(SiteCommand, prune_db_task_results.Command):
    def add_arguments(self, parser) -> None:
        """Take the library's arguments; the backend is ours unless another is named."""
        super().add_arguments(parser)
        parser.set_defaults(backend="files")
