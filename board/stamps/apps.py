from django.apps import AppConfig


class StampsConfig(AppConfig):
    name = "board.stamps"
    label = "stamps"
    verbose_name = "Stamps"
