"""The end of the workflow: a module of its own, because Wagtail imports it while its models are being made."""


def finish_workflow(workflow_state, user=None) -> None:
    """Publish what the workflow has approved, when it is time (``WAGTAIL_FINISH_WORKFLOW_ACTION``)."""
    from .release import publish_when_due  # noqa: PLC0415

    publish_when_due(workflow_state, user=user)
