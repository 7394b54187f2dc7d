from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "board.mail"
    verbose_name = "Mail"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
