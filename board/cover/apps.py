from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "board.cover"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
