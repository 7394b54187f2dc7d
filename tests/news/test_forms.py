"""The date of a news item."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import NewsPage
from tests.admin import add_news, edit, news_form

TOMORROW = timezone.localdate() + dt.timedelta(days=1)


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def test_future_date_is_refused_at_submission_and_input_kept(as_editor, news_index):
    response = add_news(as_editor, news_index, news_form("Heron", action="action-submit", date=f"{TOMORROW}"))
    html = response.content.decode()
    assert "still to come" in html
    assert "Heron" in html
    assert not NewsPage.objects.exists()


def test_draft_may_have_future_date(as_editor, news_index):
    add_news(as_editor, news_index, news_form("Heron", date=f"{TOMORROW}"))
    assert NewsPage.objects.get().date == TOMORROW


def test_future_date_with_go_live_time_on_that_day_is_accepted(as_editor, news_index):
    form = news_form("Heron", action="action-submit", date=f"{TOMORROW}", go_live_at=f"{TOMORROW:%d/%m/%Y} 09:00")
    add_news(as_editor, news_index, form)
    assert NewsPage.objects.get().workflow_in_progress


def test_future_date_with_earlier_go_live_time_is_refused(as_editor, news_index):
    later = TOMORROW + dt.timedelta(days=1)
    form = news_form("Heron", action="action-submit", date=f"{later}", go_live_at=f"{TOMORROW:%d/%m/%Y} 09:00")
    assert "still to come" in add_news(as_editor, news_index, form).content.decode()


def test_todays_date_is_accepted(as_editor, news_index):
    add_news(as_editor, news_index, news_form("Heron", action="action-submit", date=f"{timezone.localdate()}"))
    assert NewsPage.objects.get().workflow_in_progress


def test_empty_date_is_saved_in_draft_and_refused_at_submission(as_editor, news_index):
    add_news(as_editor, news_index, news_form("Heron", date=""))
    page = NewsPage.objects.get()
    assert page.date is None
    response = edit(as_editor, page, news_form("Heron", action="action-submit", date=""))
    assert "date" in response.context["form"].errors
