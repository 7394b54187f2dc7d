"""Mail that is printed reaches no one, and does not count as sent."""

import pytest
from django.core.mail import send_mail
from django.core.management import CommandError, call_command

from board.engines.mailqueue.models import QueuedMail
from board.mail.checks import CONSOLE


def test_mail_waits_where_no_server_is_named(db, settings, capsys):
    settings.EMAIL_BACKEND, settings.MAIL_QUEUE_BACKEND = "board.mail.backends.EmailBackend", CONSOLE
    send_mail("A subject", "A text", None, ["moderator@example.org"])
    with pytest.raises(CommandError, match="EMAIL_URL is not set"):
        call_command("send_queued_mail")
    assert QueuedMail.objects.get().due_at is not None
    assert "A subject" not in capsys.readouterr().out
