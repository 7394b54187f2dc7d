"""What a page asks of the database, and whether it asks again and again."""

import re
from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.engines.pagecache.dependencies import ENVIRON_KEY, ResponseDependencies

# Of any page for readers.
MOST = 8
# Twice is chance (two kinds of the same thing), three times is a loop.
TOO_OFTEN = 3


def queries(client, address, version="a content version"):
    """Return the queries of a page that is made anew; it fails for one of the same shape again and again."""
    found = read_queries(client, address, version)
    assert_no_loop(address, found)
    return found


def read_queries(client, address, version):
    """Return the queries of a page that is made anew, with what is remembered of a content version at hand."""
    for _ in range(2):
        # The second page asks after content types that the first, which reads the whole way to it, has no need of.
        client.get(address, **{ENVIRON_KEY: ResponseDependencies(version)})
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, **{ENVIRON_KEY: ResponseDependencies(version)})
        b"".join(response) if response.streaming else response.content
    assert response.status_code in {200, 404}
    return [query["sql"] for query in captured]


def assert_no_loop(address, found):
    """Assert that no query of a page comes in the same shape again and again."""
    repeated = repeated_shapes(found)
    assert not repeated, f"{address}: {repeated}"


def repeated_shapes(found):
    """Return the shapes of queries that come three times: without their values, and with lists of any length alike."""
    shapes = Counter(re.sub(r"\(\?(?:, \?)*\)", "(?)", re.sub(r"'(?:[^']|'')*'|\b\d+\b", "?", sql)) for sql in found)
    return [shape for shape, times in shapes.items() if times >= TOO_OFTEN]
