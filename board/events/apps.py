from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "board.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
