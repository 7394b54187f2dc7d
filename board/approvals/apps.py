from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "board.approvals"
    label = "approvals"
    verbose_name = "Approvals"

    def ready(self) -> None:
        """Connect the receivers and register the system checks."""
        from . import checks, receivers  # noqa: F401, PLC0415
