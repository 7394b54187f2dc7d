"""Every act with a mail server that fails, and a worker that waits for it: none fails, none waits, all mail arrives."""

import contextlib
import datetime as dt
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from board.approvals.models import StatementApproval
from board.engines.mailqueue.models import QueuedMail
from board.publishing.release import release_held, withdraw_approval
from home.models import HomePage
from news.models import NewsIndexPage
from tests.board.publishing.conftest import add_statement
from tests.databases import connected_to_a_copy, migrated_database
from tests.factories import StandardPageFactory
from tests.publication import approve, latest_digest, submit
from tests.serving import ROOT, SECRET_KEY, environment
from tests.smtp_server import CONDITIONS
from tests.users import add_user

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.test_all("Each act in each condition of the mail server, with a worker that runs meanwhile."),
]
PATIENCE = 90
SECONDS_MORE = 1


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """A database that the worker sees too."""
    with django_db_blocker.unblock(), connected_to_a_copy(migrated_database(), tmp_path):
        yield


class WorkerKilledError(Exception):
    """The worker was killed, and does not end well."""


def database_url():
    """Return the URL of the database that this process is connected to."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@contextlib.contextmanager
def worker(server, settings, folder, *arguments):
    """Run the worker; stop it as a supervisor does, which must end it well."""
    user = f"{settings.EMAIL_HOST_USER}:{settings.EMAIL_HOST_PASSWORD}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "send_queued_mail", "--watch", *arguments],
        cwd=ROOT,
        env=environment(
            DJANGO_SETTINGS_MODULE="board.settings.production",
            SECRET_KEY=SECRET_KEY,
            DATABASE_URL=database_url(),
            PAGE_CACHE_DIR=str(folder / "pages"),
            EMAIL_URL=f"smtp://{user}@{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        ),
    )
    try:
        yield process
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def take_every_act():
    """Submit, review, hold, put out, withdraw, approve, remind; return the seconds of each."""
    editor = add_user("editor", "Editors")
    moderator = add_user("moderator", "Moderators")
    chair = add_user("chair", "Independent Chair")
    news_index = NewsIndexPage.objects.get()
    held, public = (add_statement(news_index, editor, title=title) for title in ("Heron", "Kingfisher"))
    review_by = timezone.localdate() - dt.timedelta(days=1)
    StandardPageFactory(parent=HomePage.objects.get(), owner=editor, review_by=review_by)
    seconds = {}

    def timed(name, act, *args, **kwargs):
        start = time.monotonic()
        act(*args, **kwargs)
        seconds[name] = time.monotonic() - start

    timed("submit", submit, held, editor)
    timed("review", approve, held, moderator)
    timed("hold", approve, held, chair, seen_digest=latest_digest(held), release="held")
    timed("put out", release_held, StatementApproval.objects.get(), moderator)
    timed("withdraw", withdraw_approval, StatementApproval.objects.get(), chair, "The family asked.", "error")
    submit(public, editor)
    approve(public, moderator)
    timed("approve", approve, public, chair, seen_digest=latest_digest(public))
    timed("remind", call_command, "send_review_reminders")
    return seconds


@pytest.fixture(scope="module")
def seconds_without_mail(django_db_setup, django_db_blocker, tmp_path_factory):
    """How long each act takes while nothing sends mail."""
    folder = tmp_path_factory.mktemp("without")
    with django_db_blocker.unblock(), connected_to_a_copy(migrated_database(), folder):
        return take_every_act()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_act_succeeds_at_once_and_its_mail_arrives(
    seconds_without_mail, database, smtp_server, settings, tmp_path, record_property, condition
):
    smtp_server.bring_about(condition)
    with worker(smtp_server, settings, tmp_path):
        seconds = take_every_act()
        wait_until(lambda: not QueuedMail.objects.filter(failure="").exists())
        assert not QueuedMail.objects.filter(sent_at__isnull=False).exists()
    more = {act: taken - seconds_without_mail[act] for act, taken in seconds.items()}
    record_property("table", ", ".join(f"{act} {taken:+.2f} s" for act, taken in more.items()))
    assert {act: taken for act, taken in more.items() if taken > SECONDS_MORE} == {}
    smtp_server.repair()
    queued = set(QueuedMail.objects.values_list("message_id", flat=True))
    assert len(queued) >= len(seconds)
    with worker(smtp_server, settings, tmp_path, "--again"):
        wait_until(lambda: not QueuedMail.objects.unsent().exists())
    copies = Counter(smtp_server.message_ids())
    assert set(copies) == queued
    assert max(copies.values()) <= (2 if condition == "cut after the data" else 1)


def test_the_worker_ends_with_the_process_that_it_works_for(database, smtp_server, settings, tmp_path):
    short = subprocess.Popen(["sleep", "3"])
    with worker(smtp_server, settings, tmp_path, "--while-process", str(short.pid)) as process:
        short.wait()
        assert process.wait(timeout=PATIENCE) == 0


def test_a_mail_of_a_killed_worker_is_sent_by_the_next(database, smtp_server, settings, tmp_path):
    mail.send_mail("Title", "Words", None, ["reader@example.org"])
    smtp_server.bring_about("silent")
    with contextlib.suppress(WorkerKilledError), worker(smtp_server, settings, tmp_path) as process:
        wait_until(lambda: smtp_server.connections)
        process.kill()
        raise WorkerKilledError
    smtp_server.repair()
    QueuedMail.objects.update(claimed_until=timezone.now())
    with worker(smtp_server, settings, tmp_path):
        wait_until(lambda: smtp_server.mails)
    assert len(smtp_server.mails) == 1
