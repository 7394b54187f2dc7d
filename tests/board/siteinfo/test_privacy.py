"""Public pages store nothing and reveal nothing to other sites."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import NewsPageFactory, StandardPageFactory

PAGES = ["/", "/news/", "/news/heron/", "/resources/", "/search/?q=heron", "/hide-your-visit/", "/no-such-page/"]


@pytest.fixture
def item(news_index):
    return NewsPageFactory(parent=news_index, title="Heron", slug="heron")


@pytest.mark.parametrize("address", PAGES)
def test_public_page_sets_no_cookie_and_sends_no_referrer(client, item, address):
    response = client.get(address)
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_sign_in_page_sends_referrer_to_same_origin(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "same-origin"


def test_page_with_password_can_be_opened(home):
    page = StandardPageFactory(parent=home, title="For heads")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="heron-2026")
    browser = Client(enforce_csrf_checks=True)
    response = browser.get("/for-heads/")
    html = response.content.decode()
    assert 'name="referrer" content="same-origin"' in html
    form = {
        "csrfmiddlewaretoken": browser.cookies["csrftoken"].value,
        "password": "heron-2026",
        "return_url": "/for-heads/",
    }
    action = html[html.index('<form action="/_util/') + 14 :].split('"')[0]
    assert browser.post(action, form).status_code == 302
    assert "The partnership has met twice" in browser.get("/for-heads/").content.decode()


def test_page_for_users_asks_to_sign_in_on_a_page_of_ours(home, editor):
    page = StandardPageFactory(parent=home, title="For members")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    browser = Client(enforce_csrf_checks=True)
    asked = browser.get("/for-members/", follow=True)
    assert asked.redirect_chain == [("/accounts/login/?next=/for-members/", 302)]
    html = asked.content.decode()
    for part in ('href="tel:999"', "Leave this page", 'content="noindex"', "Sign in to read this page"):
        assert part in html
    form = {
        "csrfmiddlewaretoken": browser.cookies["csrftoken"].value,
        "login": "editor",
        "password": "wrong",
        "next": "/for-members/",
    }
    refused = browser.post("/accounts/login/", form).content.decode()
    assert 'aria-describedby="form-error" aria-invalid="true"' in refused
    assert 'value="editor"' in refused
    assert browser.post("/accounts/login/", form | {"password": "a-long-password-for-tests"}).url == "/for-members/"
    assert "The partnership has met twice" in browser.get("/for-members/").content.decode()


def test_search_query_is_in_no_log_table_or_title(client, item, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as queries:
        html = client.get("/search/", {"q": "bruises at home"}).content.decode()
        client.get("/search/", {"q": "bruises at home", "page": "999"})
    logged = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not [record for record in logged if "bruises" in record.getMessage()]
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert "bruises" not in html[: html.index("</head>")]
