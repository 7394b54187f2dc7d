"""The end of the workflow, in a module of its own because Wagtail imports it before the models are loaded."""


def finish_workflow(workflow_state, user=None) -> None:
    """Publish what the workflow has approved when it is due (``WAGTAIL_FINISH_WORKFLOW_ACTION``)."""
    from .release import publish_when_due  # noqa: PLC0415

    publish_when_due(workflow_state, user=user)
