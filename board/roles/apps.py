from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "board.roles"
