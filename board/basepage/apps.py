from django.apps import AppConfig


class BasePageConfig(AppConfig):
    name = "board.basepage"
    label = "basepage"
    verbose_name = "Base page"
