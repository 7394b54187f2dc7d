"""``manage.py send_queued_mail``: send the mail that waits, once or for as long as the site runs."""

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from board.engines.mailqueue.delivery import send_due_mail
from board.engines.mailqueue.models import QueuedMail

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 1
DATABASE_AWAY_SECONDS = 5
# How often old mails are deleted.
EXPIRY_SECONDS = 3600


class Command(BaseCommand):
    """Safe to run at any time, twice at the same time, and again after it was killed."""

    help = "Send the mail that waits. Exit code 1: the mail server did not take all of it, which is tried again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until SIGTERM: the worker beside the site")
        parser.add_argument("--while-process", type=int, metavar="PID", help="end --watch when this process has ended")
        parser.add_argument("--again", action="store_true", help="try what was given up, and what waits, at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send; raises ``CommandError`` where anything could not be sent."""
        if options["again"]:
            QueuedMail.objects.retry_now(timezone.now())
        if options["watch"]:
            watch(options["while_process"])
            return
        delivery = send_due_mail()
        QueuedMail.objects.expired(timezone.now()).delete()
        self.stdout.write(f"{delivery.sent} mail{'' if delivery.sent == 1 else 's'} sent.")
        if delivery.failed:
            raise CommandError(f"Mail could not be sent: {delivery.error}")


def watch(pid: int | None = None) -> None:
    """Send mail as it comes, until SIGTERM, SIGINT or the end of a process; a mail that is being sent is finished."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    wait, next_expiry = INTERVAL_SECONDS, time.monotonic()
    while not stop.wait(wait) and (pid is None or is_running(pid)):
        try:
            close_old_connections()
            send_due_mail(should_stop=stop.is_set)
            if time.monotonic() >= next_expiry:
                QueuedMail.objects.expired(timezone.now()).delete()
                next_expiry = time.monotonic() + EXPIRY_SECONDS
            wait = INTERVAL_SECONDS
        except Error:
            if wait == INTERVAL_SECONDS:
                logger.exception("Mail waits, because the database does not answer.")
            connections.close_all()
            wait = DATABASE_AWAY_SECONDS


def is_running(pid: int) -> bool:
    """Return whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
