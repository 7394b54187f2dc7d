from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "resources"

    def ready(self) -> None:
        """Connect the receivers."""
        from . import receivers, topic_receivers  # noqa: F401, PLC0415
