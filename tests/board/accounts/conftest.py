"""Sign-in as on a public site."""

import pytest
from django.db import connections

from tests.databases import connected_to_a_copy, migrated_database


@pytest.fixture
def second_factor_required(settings):
    """Ask for second factors, as production does."""
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def database_of_threads(django_db_setup, django_db_blocker, tmp_path):
    """A migrated database that every thread of the test is connected to, and that is thrown away after it."""
    settings = connections.settings["default"]
    before = settings["NAME"]
    with django_db_blocker.unblock(), connected_to_a_copy(migrated_database(), tmp_path):
        settings["NAME"] = connections["default"].settings_dict["NAME"]
        try:
            yield
        finally:
            settings["NAME"] = before
