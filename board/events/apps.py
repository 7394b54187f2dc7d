from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "board.events"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
