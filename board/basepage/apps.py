from django.apps import AppConfig


class BasePageConfig(AppConfig):
    name = "board.basepage"
    label = "basepage"
    verbose_name = "Base page"

    def ready(self) -> None:
        """Register the checks, and connect what announces changes of files."""
        from . import checks, receivers  # noqa: F401, PLC0415
