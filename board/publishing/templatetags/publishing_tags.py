"""Tags for the mails of the workflow."""

from django import template
from wagtail.models import TaskState

register = template.Library()


@register.simple_tag
def approval_notes(page) -> list[str]:
    """Return the notes of the approvals in the page's newest workflow, in order."""
    state = page.workflow_states.order_by("pk").last()
    if state is None:
        return []
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED).exclude(comment="").order_by("pk")
    return list(approved.values_list("comment", flat=True))
