from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "board.withdrawals"
    label = "withdrawals"
    verbose_name = "Withdrawals"
