"""The demo's pages take the honest way to publication, so that their history is real."""

from board.approvals.digest import statement_digest
from board.basepage.models import BasePage

# How far a page may come, in order.
STAGES = ("draft", "submitted", "reviewed", "approved")


def take_to(page: BasePage, stage: str, users: dict) -> None:
    """
    Take a draft that ``users["editor"]`` wrote through the workflow up to a stage.

    ``approved`` publishes it: a statement by the chair, anything else by the moderator.
    """
    page.save_revision(user=users["editor"], log_action=True)
    if stage == "draft":
        return
    page.get_workflow().start(page, users["editor"])
    if stage == "submitted":
        return
    approve(page.pk, users["moderator"])
    if stage == "approved" and not BasePage.objects.get(pk=page.pk).live:
        words = page.get_latest_revision_as_object()
        approve(page.pk, users["chair"], seen_digest=statement_digest(words))


def approve(page_id: int, user, **data) -> None:
    """Approve the step at which a page waits; ``data`` is what the step's form asks for."""
    # A page remembers its workflow state, so each step takes a fresh look.
    task_state = BasePage.objects.get(pk=page_id).current_workflow_task_state
    task_state.task.specific.on_action(task_state, user, "approve", **data)
