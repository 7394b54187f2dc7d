from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "board.accounts"

    def ready(self) -> None:
        from . import checks, receivers  # noqa: F401, PLC0415
