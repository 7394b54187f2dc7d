"""The value of ``EMAIL_BACKEND``: all mail of the site goes into the queue."""

from typing import Any

from wagtail.log_actions import get_active_log_context

from board.engines.mailqueue.backends import QueueBackend


class EmailBackend(QueueBackend):
    """Queues mails for the user whose request in the admin is being answered, if there is one."""

    def get_requester_id(self) -> Any:
        user = get_active_log_context().user
        return user.pk if user else None
