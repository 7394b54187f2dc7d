from django.apps import AppConfig


class RedirectsConfig(AppConfig):
    name = "board.redirects"
    label = "board_redirects"
    verbose_name = "Old addresses"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
