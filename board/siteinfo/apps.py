from django.apps import AppConfig


class SiteInfoConfig(AppConfig):
    name = "board.siteinfo"
    verbose_name = "About the board"

    def ready(self) -> None:
        from . import checks, receivers  # noqa: F401, PLC0415
