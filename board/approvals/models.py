"""The chair's step in the workflow."""

from wagtail.models import AbstractGroupApprovalTask, TaskState

from .statements import carries_statement


class StatementApprovalTask(AbstractGroupApprovalTask):
    """The independent chair's approval, skipped when the page carries no statement."""

    def start(self, workflow_state, user=None):
        """
        Start the task, or pass over it where the page carries no statement.

        Returns the task state. It is decided before Wagtail starts the task, because starting mails
        the group: the chair hears of statements only.
        """
        revision = workflow_state.content_object.get_latest_revision()
        if carries_statement(revision.as_object()):
            return super().start(workflow_state, user=user)
        return TaskState.objects.create(
            workflow_state=workflow_state,
            task=self,
            revision=revision,
            status=TaskState.STATUS_SKIPPED,
        )

    @classmethod
    def get_description(cls) -> str:
        """Return what the workflow editor says of this kind of task."""
        return "Members of the chosen groups approve statements; pages without a statement pass by."

    class Meta:
        verbose_name = "statement approval task"
        verbose_name_plural = "statement approval tasks"
