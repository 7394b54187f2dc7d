"""A public item, and a client that follows redirects."""

import pytest

from tests.factories import NewsPageFactory


@pytest.fixture
def heron(news_index):
    """A public item at /news/heron/."""
    return NewsPageFactory(parent=news_index, title="Heron", slug="heron")


@pytest.fixture
def hops(client):
    """Return a function that follows redirects and returns all statuses and the final URL."""

    def follow(address, most=5):
        statuses = []
        while True:
            response = client.get(address)
            statuses.append(response.status_code)
            if response.status_code not in {301, 302}:
                return statuses, address
            assert len(statuses) <= most, f"a circle at {address}"
            address = response.url

    return follow
