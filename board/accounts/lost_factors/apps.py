from django.apps import AppConfig


class LostFactorsConfig(AppConfig):
    name = "board.accounts.lost_factors"
    label = "lost_factors"
    verbose_name = "Lost second factors"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415
