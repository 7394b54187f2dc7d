from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "board.approvals"
    label = "approvals"
    verbose_name = "Approvals"
