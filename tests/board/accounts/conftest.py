"""Sign-in as on a public site."""

import pytest


@pytest.fixture
def second_factor_required(settings):
    """Ask for second factors, as production does."""
    settings.SECOND_FACTOR = "required"
