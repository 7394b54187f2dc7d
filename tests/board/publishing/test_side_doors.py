"""Ways around the workflow: public APIs, and titles that other pages show."""

import json

from django.apps import apps
from django.urls import get_resolver

from tests.board.publishing.conftest import QUOTE
from tests.factories import StandardPageFactory


def test_no_public_api_is_installed(client, home):
    """Wagtail's API v3 can write pages; v2 reads past lists that we keep."""
    installed = {config.name for config in apps.get_app_configs()}
    assert not {name for name in installed if name.startswith("wagtail.api")}
    modules = {str(getattr(pattern, "urlconf_name", "")) for pattern in get_resolver().url_patterns}
    assert not [name for name in modules if "wagtail.api" in name]
    for address in ("/api/", "/api/v2/pages/", "/api/v3/pages/"):
        assert client.get(address).status_code == 404


def test_title_of_draft_is_not_shown_on_its_subpages(client, home):
    section = StandardPageFactory(parent=home, title="Section", slug="section")
    StandardPageFactory(parent=section, title="Child", slug="child")
    section.title, section.live, section.body = "We are sorry", False, json.dumps([QUOTE])
    section.save()
    response = client.get("/section/child/")
    assert response.status_code == 200
    assert "We are sorry" not in response.content.decode()
