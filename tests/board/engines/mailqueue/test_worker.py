"""The loop that sends mail for as long as the site runs."""

import os
import signal
import subprocess
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError

from board.engines.mailqueue.management.commands.send_queued_mail import is_running

COMMAND = "board.engines.mailqueue.management.commands.send_queued_mail"


@pytest.fixture
def outcomes(monkeypatch):
    """A function that takes what becomes of each attempt, an error or nothing; SIGTERM comes with the last."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def set_outcomes(*errors):
        left = list(errors)

        def send(should_stop):
            error = left.pop(0)
            if not left:
                signal.raise_signal(signal.SIGTERM)
            if error:
                raise error

        monkeypatch.setattr(f"{COMMAND}.send_due_mail", send)
        return left

    monkeypatch.setattr(f"{COMMAND}.INTERVAL_SECONDS", 0.01)
    monkeypatch.setattr(f"{COMMAND}.DATABASE_AWAY_SECONDS", 0.02)
    monkeypatch.setattr(f"{COMMAND}.connections", SimpleNamespace(close_all=lambda: None))
    yield set_outcomes
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db
def test_the_worker_goes_on_when_the_database_is_back_and_ends_on_sigterm(outcomes, caplog):
    left = outcomes(None, OperationalError("away"), OperationalError("away"), None)
    call_command("send_queued_mail", "--watch")
    assert left == []
    assert caplog.text.count("the database does not answer") == 1


def test_the_worker_knows_whether_a_process_is_there():
    assert is_running(os.getpid())
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert not is_running(ended.pid)
