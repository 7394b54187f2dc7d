"""The report of mail that could not be sent."""

from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column, DateColumn

from board.admin import BoardReportView
from board.engines.mailqueue.models import QueuedMail

from .template_mail import MODERATORS


class UnsentMailReport(BoardReportView):
    """Mail that waits, or is no longer tried, the newest first; for moderators and those who look after the site."""

    model = QueuedMail
    page_title = "Unsent mail"
    header_icon = "mail"
    index_url_name = "unsent_mail"
    index_results_url_name = "unsent_mail_results"
    columns = [
        Column("subject", label="Subject", width="30%"),
        Column("recipients", label="To", width="20%"),
        DateColumn("queued_at", label="Since", width="12%"),
        Column("state", label="What is the matter", width="23%"),
        Column("error", label="What the mail server said", width="15%"),
    ]
    export_filename = "unsent-mail"
    export_headings = {
        "subject": "Subject",
        "recipients": "To",
        "queued_at": "Since",
        "state": "What is the matter",
        "error": "What the mail server said",
    }
    list_export = list(export_headings)

    @classmethod
    def is_open_to(cls, user) -> bool:
        """Return whether a user may read what others are mailed: who looks after the site or its words."""
        return bool(user.is_superuser or user.groups.filter(name=MODERATORS).exists())

    def get_base_queryset(self) -> QuerySet[QueuedMail]:
        return QueuedMail.objects.filter(sent_at=None).order_by("-pk")
