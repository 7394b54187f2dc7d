"""What could not be mailed is told to the person who acted, on the admin's home, and to a monitor."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.mail import send_notification
from wagtail.log_actions import LogContext

from board.engines.mailqueue.delivery import send_due_mail
from board.engines.mailqueue.models import QueuedMail
from board.engines.mailqueue.retries import GIVE_UP_AFTER, OVERDUE_AFTER
from tests.factories import NewsPageFactory
from tests.publication import submit

pytestmark = pytest.mark.django_db
HTML = {"HTTP_ACCEPT": "text/html"}


def queue_for(user, address="moderator@example.org"):
    """Queue a mail as a request of a user of the admin does."""
    with LogContext(user=user):
        mail.send_mail("Heron waits for you", "Words", None, [address])
    return QueuedMail.objects.latest("pk")


def make_older(age):
    QueuedMail.objects.update(queued_at=timezone.now() - age)


@pytest.fixture
def admin_page(client, editor):
    """A function that returns a page of the admin, other than its home, as the editor sees it."""

    def page():
        client.force_login(editor)
        return client.get("/admin/reports/broken-links/", **HTML).content.decode()

    return page


def test_all_mail_of_the_site_is_queued(client, smtp_server, editor, moderator, news_index):
    """Wagtail's workflow, its comments, and the link for a new password, which the worker queues itself."""
    submit(NewsPageFactory(parent=news_index, live=False, owner=editor), editor)
    context = {"page": news_index, "editor": editor, "new_comments": [], "resolved_comments": []}
    context |= {"deleted_comments": [], "replied_comments": []}
    send_notification([moderator], "updated_comments", context)
    client.post(reverse("account_reset_password"), {"email": editor.email})
    assert QueuedMail.objects.unsent().count() == 2
    assert smtp_server.connections == 0
    assert send_due_mail().sent == 3


def test_who_acted_is_told_once_that_it_could_not_be_mailed(smtp_server, editor, admin_page):
    queue_for(editor)
    assert "could be mailed" not in admin_page()
    smtp_server.bring_about("refused")
    send_due_mail()
    page = admin_page()
    assert "not everyone could be mailed about it: moderator@example.org (Heron waits for you)." in page
    assert "If it is urgent, tell them yourself." in page
    assert "could be mailed" not in admin_page()


def test_who_acted_is_told_again_when_it_is_given_up(smtp_server, editor, admin_page):
    queue_for(editor)
    smtp_server.bring_about("greeting 421")
    send_due_mail()
    admin_page()
    make_older(GIVE_UP_AFTER)
    QueuedMail.objects.update(due_at=timezone.now())
    send_due_mail()
    assert (
        "This could not be mailed and is no longer tried: moderator@example.org (Heron waits for you)." in admin_page()
    )
    assert "could not be mailed" not in admin_page()


def test_who_acted_is_told_at_once_what_can_never_be_mailed(smtp_server, editor, admin_page):
    queue_for(editor, "Broken <")
    send_due_mail()
    assert "is no longer tried: Broken &lt; (Heron waits for you)." in admin_page()
    assert "no longer tried" not in admin_page()


def test_who_acts_while_mail_is_stuck_is_told_at_once(smtp_server, editor, moderator, admin_page):
    queue_for(moderator)
    make_older(OVERDUE_AFTER)
    queue_for(editor)
    assert "moderator@example.org (Heron waits for you)." in admin_page()


def test_others_scripts_and_readers_are_not_told(client, smtp_server, editor, moderator):
    queue_for(editor)
    smtp_server.bring_about("refused")
    send_due_mail()
    client.force_login(moderator)
    client.get("/admin/reports/broken-links/", **HTML)
    client.force_login(editor)
    client.get("/admin/reports/broken-links/results/", HTTP_X_REQUESTED_WITH="XMLHttpRequest", **HTML)
    client.get("/news/", **HTML)
    assert QueuedMail.objects.get().requester_told_at is None


def test_a_page_of_the_admin_costs_one_query_more(client, editor, smtp_server):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/reports/broken-links/", **HTML)
        return [query["sql"] for query in captured if "mailqueue" in query["sql"]]

    client.force_login(editor)
    assert len(queries()) == 1
    for _ in range(5):
        queue_for(editor)
    assert len(queries()) == 2


def test_home_says_that_nothing_sends_mail(client, smtp_server, editor):
    queue_for(None)
    client.force_login(editor)
    assert "could not be sent yet" not in client.get("/admin/").content.decode()
    make_older(OVERDUE_AFTER)
    page = client.get("/admin/").content.decode()
    assert "1 mail of this site could not be sent yet" in page
    assert "See which" not in page
    assert "the mail worker is not running" in page


def test_home_says_what_is_the_matter_with_the_server(client, smtp_server, editor):
    queue_for(None)
    queue_for(None)
    make_older(OVERDUE_AFTER)
    smtp_server.bring_about("password 535")
    send_due_mail()
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert "2 mails of this site could not be sent yet" in page
    assert "The mail server could not be used" in page


@pytest.mark.parametrize(
    ("age", "broken", "state"),
    [
        (dt.timedelta(0), "", ("ok", "ok")),
        (dt.timedelta(0), "refused", ("ok", "ok")),
        (OVERDUE_AFTER, "refused", ("degraded", "delayed")),
        (GIVE_UP_AFTER, "refused", ("degraded", "failed")),
    ],
)
def test_a_monitor_sees_the_state_of_mail(client, smtp_server, age, broken, state):
    queue_for(None)
    make_older(age)
    smtp_server.bring_about(broken)
    send_due_mail()
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["mail"]) == state


def test_a_monitor_sees_that_no_worker_runs(client, smtp_server):
    queue_for(None)
    make_older(OVERDUE_AFTER)
    assert client.get("/health/ready").json()["mail"] == "delayed"


def test_a_deleted_user_takes_no_mail_along(smtp_server, editor):
    queue_for(editor)
    get_user_model().objects.filter(pk=editor.pk).delete()
    assert send_due_mail().sent == 1


REPORT = "/admin/reports/unsent-mail/"


@pytest.mark.parametrize(("reader", "may"), [("moderator", True), ("superuser", True), ("editor", False)])
def test_report_is_for_those_who_look_after_the_site(client, smtp_server, request, reader, may):
    queue_for(None)
    make_older(OVERDUE_AFTER)
    smtp_server.bring_about("password 535")
    send_due_mail()
    client.force_login(request.getfixturevalue(reader))
    page = client.get(REPORT)
    assert (page.status_code == 200) == may
    assert (REPORT in client.get("/admin/").content.decode()) == may
    if may:
        assert "535 Wrong password" in page.content.decode()
        assert "It is tried again by itself." in page.content.decode()
        assert b"535 Wrong password" in b"".join(client.get(f"{REPORT}?export=csv").streaming_content)


def test_report_has_no_sent_mail_and_costs_the_same_with_one_and_with_twenty(client, smtp_server, moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert "reader@example.org" not in client.get(REPORT).content.decode()
        return len(captured)

    queue_for(None, "reader@example.org")
    send_due_mail()
    client.force_login(moderator)
    queue_for(moderator)
    client.get(REPORT)
    one = queries()
    for _ in range(19):
        queue_for(moderator)
    assert queries() == one
