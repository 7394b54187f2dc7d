"""Event dates follow the live pages, however these are saved."""

import pytest
from django.core.management import call_command

from board.events.models import EventDate
from home.models import StandardPage
from news.models import NewsPage
from tests.board.events.conftest import callout, in_days
from tests.factories import NewsPageFactory, ResourcePageFactory, StandardPageFactory
from tests.publication import fresh


def starts():
    return list(EventDate.objects.order_by("starts").values_list("starts", flat=True))


def with_event(page, *events):
    """Return the page with other events, not saved."""
    page = fresh(page)
    page.body = NewsPage._meta.get_field("body").to_python(list(events))
    return page


def test_draft_has_no_dates(news_index):
    NewsPageFactory(parent=news_index, body=[callout("Evening", in_days(3))], live=False)
    assert starts() == []


def test_dates_follow_publication(evening):
    assert starts() == [in_days(3)]
    fresh(evening).unpublish()
    assert starts() == []
    fresh(evening).save_revision().publish()
    assert starts() == [in_days(3)]


def test_newer_draft_changes_no_dates(evening):
    revision = with_event(evening, callout("Evening", in_days(9))).save_revision()
    assert starts() == [in_days(3)]
    revision.publish()
    assert starts() == [in_days(9)]


def test_page_of_any_type_has_several_dates(home, resource_index):
    body = [callout("One", in_days(1)), {"type": "text", "value": "<p>And</p>"}, callout("Two", in_days(2))]
    StandardPageFactory(parent=home, body=body)
    ResourcePageFactory(parent=resource_index, body=[callout("Three", in_days(3))])
    assert starts() == [in_days(1), in_days(2), in_days(3)]


def test_deleted_page_has_no_dates(evening):
    evening.delete()
    assert starts() == []


def test_event_keeps_its_identifier_when_its_page_changes(evening):
    before = EventDate.objects.get()
    block = evening.body[0]
    page = with_event(evening, callout("Another name", in_days(4), block_id=block.id))
    page.slug = "another-address"
    page.save_revision().publish()
    after = EventDate.objects.get()
    assert after.uid == before.uid
    assert after.starts == in_days(4)


def test_copy_of_a_page_has_its_own_events(evening):
    copy = fresh(evening).copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    if not fresh(copy).live:
        fresh(copy).save_revision().publish()
    assert copy.body[0].id == evening.body[0].id
    assert EventDate.objects.values("uid").distinct().count() == 2


def test_alias_has_its_own_events_which_follow_its_source(evening):
    alias = fresh(evening).create_alias(update_slug="alias")
    assert alias.live
    assert EventDate.objects.filter(page=alias).count() == 1
    with_event(evening, callout("Evening", in_days(5))).save_revision().publish()
    assert [date.starts for date in EventDate.objects.filter(page=alias)] == [in_days(5)]


def test_saving_a_draft_of_a_live_page_reads_no_dates(evening, monkeypatch):
    monkeypatch.setattr("board.events.receivers.update_event_dates", lambda page: pytest.fail("indexed"))
    page = fresh(evening)
    page.title = "Later"
    page.save_revision()


def test_rebuild_repairs_direct_writes(evening, home, capsys):
    EventDate.objects.all().delete()
    gone = StandardPageFactory(parent=home, body=[callout("Gone", in_days(1))])
    StandardPage._base_manager.filter(pk=gone.pk).update(body=[])
    call_command("rebuild_event_dates")
    assert "2 pages had other dates." in capsys.readouterr().out
    assert starts() == [in_days(3)]
    call_command("rebuild_event_dates")
    assert "All was right." in capsys.readouterr().out
