import pytest

from .client import results


@pytest.fixture
def search(client, db):
    """Return a function that searches and returns the page of results."""
    return lambda typed, **parameters: results(client, typed, **parameters)
