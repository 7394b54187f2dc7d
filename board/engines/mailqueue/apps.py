from django.apps import AppConfig


class MailQueueConfig(AppConfig):
    name = "board.engines.mailqueue"
    verbose_name = "Mail queue"
