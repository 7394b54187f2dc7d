from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "board.publishing"
    label = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
