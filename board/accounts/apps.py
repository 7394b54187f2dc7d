from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "board.accounts"
    label = "accounts"
    verbose_name = "Accounts"
