from django.apps import AppConfig


class BasePageConfig(AppConfig):
    name = "board.basepage"
    verbose_name = "Base page"

    def ready(self) -> None:
        from . import checks, receivers  # noqa: F401, PLC0415
