"""Asks the public search, each time as somebody else: whoever asks very often is told to wait."""

import itertools
from ipaddress import IPv4Address

# Addresses that nobody has (RFC 1918).
ADDRESSES = (str(IPv4Address("10.0.0.1") + number) for number in itertools.count())


def ask(client, raw: str | None = None, **parameters):
    """Return the answer to parameters, or to a query string as it goes over the line."""
    asker = {"REMOTE_ADDR": next(ADDRESSES)}
    if raw is not None:
        return client.get("/search/", QUERY_STRING=raw, **asker)
    return client.get("/search/", parameters, **asker)
