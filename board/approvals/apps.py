from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "board.approvals"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
