"""A date that is surely a slip is asked about, once; one that nothing can carry is refused."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text, streamfield

from board.textfiles import TextFileError
from news.importer.details import read_date
from news.models import NewsPage
from tests.admin import PLAIN, add_news, edit, news_form

ASKED = "If that is right, send it once more as it stands."
MORE = pytest.mark.test_all("More dates of the same kinds; make test tries one or two of each.")
TODAY = timezone.localdate()


def in_days(days):
    return f"{TODAY + dt.timedelta(days=days):%d/%m/%Y}"


def event(start, end="", **more):
    fields = {"name": "Stand", "start": start, "end": end, "location": "", "description": "", "url": "", **more}
    return [*PLAIN, ("event_callout", fields)]


def change(date):
    return {"updates": streamfield([("change", {"date": date, "kind": "update", "note": "A number."})])}


def of_tiers(values, *quick):
    """Return parameters by their names, of which make test tries the ``quick`` ones."""
    return [pytest.param(value, id=name, marks=[] if name in quick else MORE) for name, value in values.items()]


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def again(response, form):
    """Return the form as a browser sends it again, with the hidden field as it came back."""
    field = BeautifulSoup(response.content, "html.parser").find("input", attrs={"name": "confirmed_dates"})
    return {**form, "confirmed_dates": field["value"]}


UNUSUAL = {
    "news of 1918": {"date": "13/03/1918"},
    "review in 2108": {"review_by": "01/06/2108"},
    "expiry in 2108": {"expire_at": "01/06/2108 10:00"},
    "go-live in 2108": {"go_live_at": "01/06/2108 10:00"},
    "event of last year": {"body": event("01/06/2019 10:00")},
    "event of 1918": {"body": event("01/06/1918 10:00")},
    "event in 2108": {"body": event("01/06/2108 10:00")},
    "event of ten years": {"body": event(f"{in_days(10)} 10:00", f"{in_days(3600)} 10:00")},
    "change in 2108": change("01/06/2108"),
    "awareness of ten years": {"awareness_starts": in_days(1), "awareness_ends": in_days(3600)},
}


@pytest.mark.parametrize("fields", of_tiers(UNUSUAL, "news of 1918", "event of ten years"))
def test_date_that_is_surely_a_slip_is_asked_about_once(as_editor, news_index, fields):
    fields = dict(fields)
    body = fields.pop("body", PLAIN)
    form = news_form("Heron", body, "action-submit", **fields)
    asked = add_news(as_editor, news_index, form)
    assert ASKED in asked.content.decode()
    assert not NewsPage.objects.exists()
    add_news(as_editor, news_index, again(asked, form))
    page = NewsPage.objects.get()
    assert page.workflow_in_progress
    # A moderator or an editor who opens it now is not asked again about what they leave as it is.
    assert edit(as_editor, page, {**form, "summary": "A summary."}).status_code in {200, 302}


def test_question_stands_at_the_date_within_its_block(as_editor, news_index):
    response = add_news(as_editor, news_index, news_form("Heron", event("01/06/2108 10:00"), "action-submit"))
    (error,) = response.context["form"].errors.as_data()["body"]
    assert error.block_errors[1].block_errors["start"].code == "unusual_date"
    assert "1 June 2108 is more than 10 years ahead." in response.content.decode()


def test_answer_for_one_date_is_none_for_another(as_editor, news_index):
    form = news_form("Heron", action="action-submit", date="13/03/1918")
    asked = add_news(as_editor, news_index, form)
    other = {**again(asked, form), "date": "13/03/1919"}
    assert "13 March 1919 is long past." in add_news(as_editor, news_index, other).content.decode()


@pytest.mark.parametrize(
    "confirmed", of_tiers({each[:9]: each for each in ("date: ", "", "null", "\n", "x" * 5000)}, "date: ")
)
def test_anything_else_in_the_hidden_field_is_no_answer(as_editor, news_index, confirmed):
    form = news_form("Heron", action="action-submit", date="13/03/1918", confirmed_dates=confirmed)
    assert ASKED in add_news(as_editor, news_index, form).content.decode()


def test_draft_is_not_asked_about_and_its_submission_is(as_editor, news_index):
    add_news(as_editor, news_index, news_form("Heron", date="13/03/1918"))
    page = NewsPage.objects.get()
    assert (
        ASKED in edit(as_editor, page, news_form("Heron", action="action-submit", date="13/03/1918")).content.decode()
    )


def test_archived_item_may_tell_of_events_long_past(as_editor, news_index):
    form = news_form("Heron", event("13/03/2018 12:00"), "action-submit", date="13/03/2018", archived="on")
    add_news(as_editor, news_index, form)
    assert NewsPage.objects.get().workflow_in_progress


UNCARRIED = {
    "year 218": {"date": "13/03/0218"},
    "last day of all": {"date": "31/12/9999"},
    "review": {"review_by": "31/12/9999"},
    "expiry": {"expire_at": "31/12/9999 23:59"},
    "event": {"body": event("31/12/9999 00:00")},
    "event's end": {"body": event(f"{in_days(1)} 10:00", "31/12/9999 23:59")},
    "first day of all": {"body": event("01/01/0001 00:00")},
    "statement": {
        "body": [("statement_quote", {
            "statement": rich_text("<p>We are sorry.</p>"), "speaker": "A", "role": "Chair", "date": "01/01/0001",
        })]
    },
    "change": change("31/12/9999"),
    "awareness": {"awareness_starts": "01/01/0001", "awareness_ends": "31/12/9999"},
}  # fmt: skip


@pytest.mark.parametrize("action", of_tiers({"draft": None, "submission": "action-submit"}, "draft"))
@pytest.mark.parametrize("fields", of_tiers(UNCARRIED, "year 218", "event"))
def test_date_that_nothing_can_carry_is_refused_with_the_reason(as_editor, news_index, fields, action):
    fields = dict(fields)
    response = add_news(as_editor, news_index, news_form("Heron", fields.pop("body", PLAIN), action, **fields))
    assert "Is the year" in response.content.decode()
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize("words", ["0218-03-13", "13/03/1918"])
def test_table_of_details_with_such_a_date_is_refused(words):
    with pytest.raises(TextFileError, match=f"row 2: .*“{words}”"):
        read_date(words, "row 2")
