"""Two hosts that share a database and nothing else, with the stamp in it."""

import pytest

from bench import served
from bench.zero_stale import ITEM, PublisherProcess, race
from tests.board.engines.pagecache.served.test_race import text_at, well

pytestmark = [
    pytest.mark.xdist_group("cached"),
    pytest.mark.own_database,
    pytest.mark.test_all("Four more servers; make test tries the stamp in the database within one process."),
]


@pytest.fixture
def hosts(where, variables):
    """The ports of two hosts, and a publisher on a third."""
    variables = {**variables, "PAGE_CACHE_STAMP": "database"}
    own = [{**variables, "PAGE_CACHE_DIR": str(where / name)} for name in ("one", "other", "third")]
    publisher = PublisherProcess(own[2])
    ports = served.free_port(), served.free_port()
    with (
        served.gunicorn(where, own[0], port=ports[0], workers=1),
        served.gunicorn(where, own[1], port=ports[1], workers=1),
    ):
        yield publisher, ports
    publisher.close()


def test_publication_on_one_host_is_seen_on_the_others(hosts):
    publisher, ports = hosts
    for number in range(3):
        publisher.do("publish", number)
        assert all(f"Version {number}" in text_at(port)[1] for port in ports for _ in range(3))
    publisher.do("row", 3)
    assert all("Version 3" in text_at(port)[1] for port in ports)
    publisher.do("withdraw", 4)
    assert [text_at(port, ITEM)[0] for port in ports] == [410, 410]
    tally = race(publisher, ports[0], changes=5, readers=2)
    assert well(tally), tally


def test_publication_is_seen_on_all_hosts_if_the_publisher_dies(hosts):
    publisher, ports = hosts
    publisher.do("publish", 11)
    assert all("Version 11" in text_at(port)[1] for port in ports for _ in range(2))
    publisher.die(12)
    assert all("Version 12" in text_at(port)[1] for port in ports)
