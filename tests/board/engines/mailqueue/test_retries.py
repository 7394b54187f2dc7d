"""How often and for how long a mail is tried."""

import datetime as dt

import pytest

from board.engines.mailqueue.retries import GIVE_UP_AFTER, LONGEST_DELAY, Failure, retry_delay

NEW = dt.timedelta(0)


def delays(failure):
    """The seconds between attempts, until the mail is given up."""
    found, age = [], NEW
    while (delay := retry_delay(failure, len(found) + 1, age)) is not None:
        found.append(delay.total_seconds())
        age += delay
    return found


def test_a_server_that_is_away_is_tried_less_and_less_often_for_four_days():
    seconds = delays(Failure.TRANSIENT)
    assert seconds[:4] == [5, 10, 20, 40]
    assert max(seconds) == LONGEST_DELAY.total_seconds()
    assert sum(seconds) == pytest.approx(GIVE_UP_AFTER.total_seconds(), abs=600)
    assert len(seconds) < 600


@pytest.mark.parametrize("failure", [Failure.UNCONFIRMED, Failure.REFUSED])
def test_what_may_arrive_each_time_or_never_is_tried_five_times(failure):
    assert delays(failure) == [60, 600, 3600, 21600]


def test_what_is_no_mail_is_given_up_at_once():
    assert delays(Failure.INVALID) == []


@pytest.mark.parametrize("failure", Failure)
def test_every_mail_is_given_up_after_four_days(failure):
    assert retry_delay(failure, 1, GIVE_UP_AFTER) is None
