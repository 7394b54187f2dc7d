"""Days and times as people write them, and what is not certain about them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.importer.dates import UncertainTimeError, find_dates, find_spans, find_times, only_date, recurs

DAY = dt.date(2018, 3, 13)


@pytest.mark.parametrize(
    "words",
    [
        "Tuesday 13 March 2018",
        "Tues. 13th March, 2018",
        "Tue 13 Mar 2018",
        "on the 13th of March 2018",
        "13 March ’18",
        "March 13th, 2018",
        "March 13, 2018",
        "13/03/2018",
        "13.3.18",
        "13-03-2018",
        "2018-03-13",
    ],
)
def test_day_is_read_in_every_way_of_writing_it(words):
    found = only_date(words)
    assert found
    assert found.resolve([]) == DAY


@settings(max_examples=30, deadline=None)
@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%A %d %b %Y", "%d/%m/%Y", "%Y-%m-%d"]),
)
def test_every_day_of_the_century_is_read_as_it_was_written(day, form):
    assert only_date(day.strftime(form)).resolve([]) == day


def test_several_days_take_month_and_year_from_the_last():
    found = find_dates("Monday 3, 10 and 17 June 2019")
    assert [date.resolve([]) for date in found] == [dt.date(2019, 6, day) for day in (3, 10, 17)]


@pytest.mark.parametrize(
    "words",
    [
        "12-18 March 2018",
        "7th – 10th February 2017",
        "Monday 18th to Friday 22nd June 2018",
        "30 May – 2 June 2019",
        "w/c 3 June",
        "week commencing Monday 3rd June 2019",
    ],
)
def test_span_of_days_is_no_single_day(words):
    assert find_spans(words)
    assert find_dates(words) == []


@pytest.mark.parametrize(
    "words", ["2017/18", "24/7", "0800 1111", "01632 960123", "may 12 people come?", "in 2018", "1.2MB"]
)
def test_other_numbers_are_no_day(words):
    assert find_dates(words) == []


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("10am-12 noon", "10:00", "12:00"),
        ("9.30am – 4pm", "09:30", "16:00"),
        ("12:00-3:00pm", "12:00", "15:00"),
        ("2-4 p.m.", "14:00", "16:00"),
        ("11-1pm", "11:00", "13:00"),
        ("10am-4", "10:00", "16:00"),
        ("9.30 to 1", "09:30", "13:00"),
        ("noon–2", "12:00", "14:00"),
        ("midday until 2.30pm", "12:00", "14:30"),
        ("between 10am and 12pm", "10:00", "12:00"),
        ("at noon", "12:00", None),
        ("7 for 7.30pm", "19:30", None),
        ("an evening at 7 o’clock", "19:00", None),
        ("in the evening, 6.30-8.00", "18:30", "20:00"),
        ("07:00", "07:00", None),
        ("19.30", "19:30", None),
        ("1000-1200hrs", "10:00", "12:00"),
        ("1400 hrs", "14:00", None),
    ],
)
def test_times_are_read_in_every_way_of_writing_them(words, start, end):
    [times] = find_times(words)
    assert [time and time.strftime("%H:%M") for time in times.resolve()] == [start, end]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("7 o’clock", "in the morning or the afternoon"),
        ("1.30-3.30", "in the morning or the afternoon"),
        ("7.00-9.00", "in the morning or the afternoon"),
        ("4pm-2pm", "the end is not after the start"),
        ("midnight", "midnight belongs to two days"),
        ("25:00", "there is no such time"),
        ("10.75", "there is no such time"),
    ],
)
def test_uncertain_time_says_why(words, reason):
    [times] = find_times(words)
    with pytest.raises(UncertainTimeError, match=reason):
        times.resolve()


@pytest.mark.parametrize("words", ["£2.50", "ages 9-12", "0800 1111", "13.03.2018", "3 to 5 people", "1-2 days"])
def test_other_numbers_are_no_time(words):
    assert find_times(words) == []


def test_two_times_joined_by_and_are_two():
    assert len(find_times("10am and 2pm")) == 2


def test_what_happens_again_and_again_is_known():
    assert all(map(recurs, ["every Tuesday", "each month", "on Mondays", "a weekly group"]))
    assert not any(map(recurs, ["Tuesday 13 March", "every child"]))
