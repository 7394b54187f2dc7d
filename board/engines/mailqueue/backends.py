"""The value of ``EMAIL_BACKEND``: writes mails into the queue."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from .models import QueuedMail


class QueueBackend(BaseEmailBackend):
    """Queues mails in the current transaction: what is rolled back mails no one, and no request waits for a server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages that have a recipient; return how many."""
        requested_by_id = self.get_requester_id()
        mails = [
            QueuedMail.from_message(message, requested_by_id) for message in email_messages if message.recipients()
        ]
        return len(QueuedMail.objects.bulk_create(mails))

    def get_requester_id(self) -> Any:
        """Return the primary key of the user who is told when the mails can't be sent, or ``None``."""
        return None
