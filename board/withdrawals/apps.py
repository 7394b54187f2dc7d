from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "board.withdrawals"
    label = "withdrawals"
    verbose_name = "Withdrawals"

    def ready(self):
        """Connect what takes a notice away when its page is public again."""
        from . import receivers  # noqa: F401, PLC0415
