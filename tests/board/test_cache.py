"""A cache that is away costs speed, never a page: refused, silent, stopped, and back again."""

import pickle
import shutil
import signal
import socket
import subprocess
import time
from contextlib import closing

import pytest
from django.core.cache import caches
from redis import Redis
from redis.exceptions import RedisError

from bench.served import free_port
from board.cache import PAUSE_SECONDS, RedisCache, cache_answers

PAGES = ["/", "/news/", "/resources/", "/search/?q=neglect", "/sitemap.xml", "/news/feed/"]


@pytest.fixture(autouse=True)
def _asked_again():
    """Every test begins and ends with servers that may be asked."""
    RedisCache.paused_until.clear()
    yield
    RedisCache.paused_until.clear()


def pause_is_over(monkeypatch):
    monkeypatch.setattr(RedisCache, "paused_until", {})


@pytest.fixture
def refusing():
    """A cache whose server refuses connections."""
    return RedisCache(f"redis://127.0.0.1:{free_port()}/0", {})


@pytest.fixture
def silent():
    """A cache whose server takes connections and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield RedisCache(f"redis://127.0.0.1:{server.getsockname()[1]}/0", {})


def test_every_call_of_a_cache_that_is_away_counts_as_a_miss(refusing):
    assert refusing.get("a", "default") == "default"
    assert refusing.get_many(["a", "b"]) == {}
    assert refusing.get_or_set("a", lambda: "made") == "made"
    assert (refusing.touch("a"), refusing.delete("a"), "a" in refusing) == (False,) * 3
    assert refusing.add("a", 1)
    assert (refusing.set("a", 1), refusing.delete_many(["a"]), refusing.clear()) == (None, None, False)
    assert refusing.set_many({"a": 1, "b": 2}) == ["a", "b"]
    for count in (refusing.incr, refusing.decr, refusing.incr_version):
        with pytest.raises(ValueError, match="a"):
            count("a")


def test_no_call_of_django_s_is_left_out():
    """A method that asks the server by itself would raise while that is away."""
    its_own = {name for name in vars(RedisCache.__base__) if not name.startswith("_")} - {"get_backend_timeout"}
    assert its_own == its_own & set(vars(RedisCache))


def test_silent_server_is_waited_for_once(silent, caplog):
    start = time.monotonic()
    assert [silent.get("a") for _ in range(100)] == [None] * 100
    assert time.monotonic() - start < 1
    assert len(caplog.records) == 1
    assert f"{PAUSE_SECONDS} seconds" in caplog.text


def test_value_that_other_code_has_stored_counts_as_missing(refusing, monkeypatch):
    def unreadable(*args):
        raise pickle.UnpicklingError("a class that is gone")

    monkeypatch.setattr(RedisCache.__base__, "get", unreadable)
    assert refusing.get("a", "default") == "default"
    assert refusing.paused_until == {}


def test_health_check_says_that_the_cache_is_away(client, db, settings):
    assert client.get("/health/ready").json()["cache"] == "ok"
    settings.CACHES = {"default": {"BACKEND": "board.cache.RedisCache", "LOCATION": f"redis://127.0.0.1:{free_port()}"}}
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["cache"]) == ("degraded", "unavailable")


@pytest.fixture
def redis_server():
    """The port of a real Redis, and a function that starts it again on it."""
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed.")
    port, started = free_port(), []

    def start():
        command = ["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        with closing(Redis(port=port)) as probe:
            for _ in range(200):
                try:
                    return probe.ping() and started[-1]
                except (OSError, RedisError):
                    time.sleep(0.02)
        raise AssertionError("Redis did not start.")

    yield port, start
    for server in started:
        server.kill()
        server.wait()


@pytest.mark.test_all("A real Redis that stops, is silent and returns.")
def test_pages_are_served_whatever_a_real_redis_does(client, demo, db, settings, redis_server, monkeypatch):
    port, start = redis_server
    settings.CACHES = {"default": {"BACKEND": "board.cache.RedisCache", "LOCATION": f"redis://127.0.0.1:{port}/0"}}

    def served():
        begin = time.monotonic()
        statuses = [client.get(path).status_code for path in PAGES]
        assert statuses == [200] * len(PAGES)
        ready = client.get("/health/ready")
        return ready.status_code, ready.json()["status"], time.monotonic() - begin

    server = start()
    assert served()[:2] == (200, "ok")
    with closing(Redis(port=port)) as redis:
        assert redis.dbsize() > 0
    server.send_signal(signal.SIGSTOP)
    status, state, silent = served()
    assert (status, state) == (200, "degraded")
    server.send_signal(signal.SIGCONT)
    assert served()[1] == "degraded"  # It is not asked yet.
    pause_is_over(monkeypatch)
    assert served()[1] == "ok"
    server.terminate()
    server.wait()
    status, state, stopped = served()
    assert (status, state) == (200, "degraded")
    start()
    pause_is_over(monkeypatch)
    assert served()[1] == "ok"
    assert cache_answers()
    assert caches["default"].clear()
    assert max(silent, stopped) < 5
