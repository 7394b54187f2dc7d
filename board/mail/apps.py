from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "board.mail"
    verbose_name = "Mail"
