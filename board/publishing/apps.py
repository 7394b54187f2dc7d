from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "board.publishing"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
        from .replacements import register_file_permissions  # noqa: PLC0415

        register_file_permissions()
