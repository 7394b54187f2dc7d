"""What a site that goes live is told to set."""

import pytest
from django.core.checks import run_checks

from board.mail.checks import CONSOLE

OURS = ("siteinfo.W", "mail.W")


def warnings(databases=("default",)):
    found = run_checks(include_deployment_checks=True, databases=databases)
    return {warning.id: f"{warning.msg} {warning.hint}" for warning in found if warning.id.startswith(OURS)}


@pytest.fixture
def live(settings, site):
    """A site whose variables and whose row in Settings → Sites agree."""
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://board.example.org", ["board.example.org"]
    settings.MAIL_QUEUE_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    site.hostname, site.port = "board.example.org", 443
    site.save()
    return site


def test_site_that_is_set_up_is_told_nothing(live):
    assert warnings() == {}


@pytest.mark.parametrize(("hostname", "port"), [("board.example.org", 80), ("localhost", 443)])
def test_site_is_told_that_its_pages_name_another_address(live, hostname, port):
    live.hostname, live.port = hostname, port
    live.save()
    assert list(warnings()) == ["siteinfo.W002"]
    assert "the hostname board.example.org and the port 443" in warnings()["siteinfo.W002"]


def test_site_is_told_that_its_own_host_is_refused(live, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    assert list(warnings()) == ["siteinfo.W001"]


def test_site_is_told_that_mail_reaches_nobody(live, settings):
    settings.MAIL_QUEUE_BACKEND = CONSOLE
    assert list(warnings()) == ["mail.W001"]


def test_checks_without_a_database_ask_none(live, settings):
    settings.ALLOWED_HOSTS, settings.MAIL_QUEUE_BACKEND = [], CONSOLE
    assert warnings(databases=None) == {}
