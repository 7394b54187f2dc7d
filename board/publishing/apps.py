from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "board.publishing"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
