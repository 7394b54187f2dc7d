"""The action that finishes a workflow, in a separate module because Wagtail imports it before models are loaded."""


def finish_workflow(workflow_state, user=None) -> None:
    """Publish or schedule the approved revision; set as ``WAGTAIL_FINISH_WORKFLOW_ACTION``."""
    from .release import publish_when_due  # noqa: PLC0415

    publish_when_due(workflow_state, user=user)
