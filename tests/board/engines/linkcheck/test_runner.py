"""Politeness: one request to a host at a time, with pauses, and several hosts at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from board.engines.linkcheck.outcomes import LinkCheck, LinkOutcome
from board.engines.linkcheck.runner import StoppedError, StopSignal, check_all, group_by_host
from board.engines.linkcheck.throttling import HostThrottle, Limits
from tests.board.engines.linkcheck.conftest import LIMITS, Clock, make_checker
from tests.board.engines.linkcheck.server import REDIRECTS


def test_host_gets_one_request_at_a_time(remote, clock, monkeypatch):
    """However many threads check its links, and also where another host redirects to it."""
    monkeypatch.setitem(REDIRECTS, "/over", (302, remote.url("/patiently", "one.test")))
    checker = make_checker(remote, clock)
    urls = [remote.url("/patiently", "one.test")] * 6 + [remote.url("/over", f"{n}.test") for n in range(3)]
    with ThreadPoolExecutor(max_workers=len(urls)) as pool:
        results = list(pool.map(checker.check, urls))
    assert {result.outcome for result in results} == {LinkOutcome.WORKS}
    assert len(remote.methods_of("/patiently")) == 9
    assert set(remote.most_at_once.values()) == {1}


def test_every_url_of_every_host_is_checked(remote, checker):
    urls = {remote.url(f"/page-{n}", host) for n in range(10) for host in ("one.test", "two.test", "three.test")}
    assert {result.url for result in check_all(urls, checker.check, hosts=3)} == urls


def test_two_hosts_are_checked_at_the_same_time(remote, clock):
    """Each response waits for the other request, so one thread alone would get none."""
    limits = Limits(connect=2, read=10, request=20, pause=0, back_off=(), patience=0)
    checker = make_checker(remote, clock, limits=limits)
    urls = [remote.url("/meeting", host) for host in ("one.test", "two.test")]
    assert [result.outcome for result in check_all(urls, checker.check, hosts=2)] == [LinkOutcome.WORKS] * 2


def test_there_is_a_pause_between_two_requests_to_a_host(remote):
    clock = Clock()
    limits = Limits(connect=2, read=1, request=2, pause=1, back_off=(3, 10))
    checker = make_checker(remote, clock, limits=limits)
    checker.check(remote.url("/ok"))  # robots.txt, then the page
    assert clock.waits == [1]
    checker.check(remote.url("/ok", "other.test"))
    assert clock.waits == [1, 1]
    # The first host's pause has passed by now; its redirect to itself needs another.
    checker.check(remote.url("/moved"))
    assert clock.waits == [1, 1, 1]


def test_pause_that_has_passed_is_not_waited_for():
    clock = Clock()
    throttle = HostThrottle(1, clock=clock, sleep=clock.sleep)
    with throttle.slot("a"):
        clock.now += 5
    clock.now += 0.25
    with throttle.slot("b"):
        pass
    with throttle.slot("a"):
        pass
    assert clock.waits == [0.75]


def test_slot_is_released_after_an_error():
    throttle = HostThrottle(0)
    with pytest.raises(ZeroDivisionError), throttle.slot("a"):
        _ = 1 / 0
    with throttle.slot("a"):
        pass


def test_host_is_left_alone_after_too_many_requests(remote, checker):
    urls = [remote.url(path) for path in ("/ok", "/busy-for-long", "/gone", "/fault")]
    results = list(check_all(urls, checker.check, hosts=2))
    assert [result.status for result in results] == [200, 429]
    assert not remote.methods_of("/gone")


def test_link_is_given_up_after_its_time_limit(remote, clock):
    limits = Limits(connect=2, read=1, request=2, pause=0, link=5, back_off=(3, 10))
    checker = make_checker(remote, clock, limits=limits)
    assert checker.check(remote.url("/fault")).outcome == LinkOutcome.SERVER_FAULT
    assert clock.now == 3


def test_closing_the_generator_ends_the_run(remote):
    stop, checked = StopSignal(), []
    first_is_taken = threading.Event()

    def check(url):
        checked.append(url)
        if len(checked) > 1:
            first_is_taken.wait(10)
            stop.sleep(3600)
        return LinkCheck(url, LinkOutcome.WORKS)

    results = check_all([f"http://one.test/{n}" for n in range(50)], check, hosts=1, stop=stop)
    next(results)
    first_is_taken.set()
    results.close()
    assert len(checked) <= 2
    assert stop.is_set


def test_stop_signal_ends_sleep():
    stop = StopSignal()
    stop.set()
    with pytest.raises(StoppedError):
        stop.sleep(3600)


def test_error_in_check_is_raised():
    def check(url):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(check_all(["http://one.test/"], check, hosts=1))


def test_host_with_most_links_comes_first():
    urls = ["http://a/1", "http://b/1", "http://b/2", "nonsense"]
    assert group_by_host(urls) == [["http://b/1", "http://b/2"], ["http://a/1"], ["nonsense"]]


def test_default_limits_are_polite():
    limits = Limits()
    assert limits.pause >= 1
    assert limits.connect + limits.read <= limits.request
    assert LIMITS.redirects == limits.redirects == 5
