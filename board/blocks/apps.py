from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "board.blocks"
    label = "blocks"
    verbose_name = "Content blocks"
