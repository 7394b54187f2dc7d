"""Servers elsewhere are asked politely: one question at a time, with pauses; several servers beside each other."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from board.links.checking import Stop, StoppedError, by_host, check_all
from board.links.limits import Limits, Turns
from board.links.outcomes import Finding, Outcome
from tests.board.links.conftest import LIMITS, Clock, make_checker
from tests.board.links.server import REDIRECTS


def test_a_host_is_asked_one_thing_at_a_time(elsewhere, clock, monkeypatch):
    """However many threads want to know something of it, and whether they were sent there by another host."""
    monkeypatch.setitem(REDIRECTS, "/over", (302, elsewhere.url("/patiently", "one.test")))
    checker = make_checker(elsewhere, clock)
    urls = [elsewhere.url("/patiently", "one.test")] * 6 + [elsewhere.url("/over", f"{n}.test") for n in range(3)]
    with ThreadPoolExecutor(max_workers=len(urls)) as pool:
        findings = list(pool.map(checker.check, urls))
    assert {finding.outcome for finding in findings} == {Outcome.WORKS}
    assert len(elsewhere.asked_for("/patiently")) == 9
    assert set(elsewhere.most_at_once.values()) == {1}


def test_every_address_of_every_host_is_checked(elsewhere, checker):
    urls = {elsewhere.url(f"/page-{n}", host) for n in range(10) for host in ("one.test", "two.test", "three.test")}
    assert {finding.url for finding in check_all(urls, checker.check, hosts=3)} == urls


def test_two_hosts_are_asked_at_the_same_time(elsewhere, clock):
    """Each answer waits for the other's question, so one thread alone would get none."""
    limits = Limits(connect=2, read=10, request=20, pause=0, back_off=(), patience=0)
    checker = make_checker(elsewhere, clock, limits=limits)
    urls = [elsewhere.url("/meeting", host) for host in ("one.test", "two.test")]
    assert [finding.outcome for finding in check_all(urls, checker.check, hosts=2)] == [Outcome.WORKS] * 2


def test_there_is_a_pause_between_two_questions_to_a_host(elsewhere):
    clock = Clock()
    limits = Limits(connect=2, read=1, request=2, pause=1, back_off=(3, 10))
    checker = make_checker(elsewhere, clock, limits=limits)
    checker.check(elsewhere.url("/ok"))  # robots.txt, then the page
    assert clock.waits == [1]
    checker.check(elsewhere.url("/ok", "other.test"))
    assert clock.waits == [1, 1]
    # The first host's pause has passed meanwhile; where it redirects to itself, there is another.
    checker.check(elsewhere.url("/moved"))
    assert clock.waits == [1, 1, 1]


def test_the_pause_is_not_waited_for_when_it_has_passed():
    clock = Clock()
    turns = Turns(1, clock=clock, sleep=clock.sleep)
    with turns.turn("a"):
        clock.now += 5
    clock.now += 0.25
    with turns.turn("b"):
        pass
    with turns.turn("a"):
        pass
    assert clock.waits == [0.75]


def test_a_turn_is_given_back_after_an_error():
    turns = Turns(0)
    with pytest.raises(ZeroDivisionError), turns.turn("a"):
        _ = 1 / 0
    with turns.turn("a"):
        pass


def test_a_host_that_asks_to_be_left_alone_is(elsewhere, checker):
    urls = [elsewhere.url(path) for path in ("/ok", "/busy-for-long", "/gone", "/fault")]
    findings = list(check_all(urls, checker.check, hosts=2))
    assert [finding.status for finding in findings] == [200, 429]
    assert not elsewhere.asked_for("/gone")


def test_a_link_is_given_up_when_its_time_is_over(elsewhere, clock):
    limits = Limits(connect=2, read=1, request=2, pause=0, link=5, back_off=(3, 10))
    checker = make_checker(elsewhere, clock, limits=limits)
    assert checker.check(elsewhere.url("/fault")).outcome == Outcome.SERVER_FAULT
    assert clock.now == 3


def test_leaving_early_ends_the_run(elsewhere):
    stop, asked = Stop(), []
    first_is_taken = threading.Event()

    def check(url):
        asked.append(url)
        if len(asked) > 1:
            first_is_taken.wait(10)
            stop.sleep(3600)
        return Finding(url, Outcome.WORKS)

    findings = check_all([f"http://one.test/{n}" for n in range(50)], check, hosts=1, stop=stop)
    next(findings)
    first_is_taken.set()
    findings.close()
    assert len(asked) <= 2
    assert stop.is_now


def test_stop_ends_the_waiting():
    stop = Stop()
    stop.now()
    with pytest.raises(StoppedError):
        stop.sleep(3600)


def test_an_error_of_ours_is_not_swallowed():
    def check(url):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(check_all(["http://one.test/"], check, hosts=1))


def test_hosts_with_most_links_come_first():
    urls = ["http://a/1", "http://b/1", "http://b/2", "nonsense"]
    assert by_host(urls) == [["http://b/1", "http://b/2"], ["http://a/1"], ["nonsense"]]


def test_the_limits_are_polite():
    limits = Limits()
    assert limits.pause >= 1
    assert limits.connect + limits.read <= limits.request
    assert LIMITS.redirects == limits.redirects == 5
