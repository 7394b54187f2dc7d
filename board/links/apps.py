from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "board.links"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
