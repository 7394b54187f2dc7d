"""Error pages carry the contacts, and can't fail."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.template import TemplateSyntaxError

from board.siteinfo import errors
from board.siteinfo.models import BoardSettings, Contact

PAGES = [(errors.forbidden, 403), (errors.csrf_failure, 403), (errors.not_found, 404), (errors.server_error, 500)]


@pytest.fixture
def contacts(site):
    settings = BoardSettings.for_site(site)
    settings.contacts = [Contact(label="Front door", phone="01632 960 001", hours="Always", for_whom="public")]
    settings.save()


@pytest.mark.parametrize(("view", "status"), PAGES)
def test_error_page_carries_the_contacts(rf, contacts, view, status):
    response = view(rf.get("/anything/"))
    html = response.content.decode()
    assert response.status_code == status
    assert 'href="tel:999"' in html
    assert 'href="tel:01632960001"' in html
    assert html.count("<h1") == 1
    assert 'content="noindex"' in html


@pytest.mark.parametrize("error", [OperationalError("the database is away"), TemplateSyntaxError("broken")])
@pytest.mark.parametrize(("view", "status"), PAGES)
def test_error_page_that_fails_is_replaced_by_a_plain_one(rf, monkeypatch, caplog, view, status, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(errors, "render_to_string", fail)
    response = view(rf.get("/anything/"))
    html = response.content.decode()
    assert response.status_code == status
    assert 'href="tel:999"' in html
    assert 'href="tel:08001111"' in html
    assert "can't be made" in caplog.text


def test_error_page_without_database_carries_telephone_numbers(rf, db, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
        html = errors.server_error(rf.get("/anything/")).content.decode()
    assert 'href="tel:999"' in html


def test_error_pages_are_served(client, contacts, monkeypatch):
    assert "01632 960 001" in client.get("/no-such-page/").content.decode()

    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    client.raise_request_exception = False
    monkeypatch.setattr("news.models.NewsIndexPage.items", fail)
    response = client.get("/news/")
    assert response.status_code == 500
    assert "01632 960 001" in response.content.decode()
    assert "Traceback" not in response.content.decode()

    def forbid(*args, **kwargs):
        raise PermissionDenied

    monkeypatch.setattr("news.models.NewsIndexPage.items", forbid)
    assert client.get("/news/").status_code == 403
