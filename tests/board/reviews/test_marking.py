"""Marking a page as reviewed, and the note that readers see on a page whose review is overdue."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry

from board.reviews.marking import mark_as_reviewed
from board.reviews.models import PageReview
from home.models import StandardPage
from tests.factories import StandardPageFactory


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def guide(home, editor):
    """A public page whose review was due ten days ago, with a draft of other words."""
    guide = StandardPageFactory(parent=home, title="Private fostering", review_by=day(-10), owner=editor)
    guide.save_revision().publish()
    guide = fresh(guide)
    guide.title = "Private fostering, rewritten"
    guide.save_revision()
    return fresh(guide)


def fresh(guide):
    return StandardPage.objects.get(pk=guide.pk)


def form_of(guide):
    return reverse("mark_as_reviewed", args=[guide.pk])


def mark(client, guide, **data):
    return client.post(form_of(guide), {"next_review": day(300).isoformat(), **data})


def main(client, guide):
    html = client.get(guide.url).content.decode()
    return html[html.index("<main") : html.index("</main")]


def test_marking_sets_the_next_day_and_records_user_and_time(client, guide, editor):
    client.force_login(editor)
    response = mark(client, guide)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[guide.pk])
    review = PageReview.objects.get()
    assert (review.page_id, review.reviewed_by, review.next_review) == (guide.pk, editor, day(300))
    assert fresh(guide).review_by == day(300)
    assert PageLogEntry.objects.filter(page=guide.pk, action="reviews.review", user=editor).exists()
    assert "Marked as reviewed" in client.get(reverse("wagtailadmin_pages:history", args=[guide.pk])).content.decode()


def test_publishing_the_draft_keeps_the_new_day(guide, editor):
    revisions = guide.revisions.count()
    mark_as_reviewed(guide, editor, day(300))
    assert fresh(guide).title == "Private fostering"
    fresh(guide).get_latest_revision().publish()
    assert (fresh(guide).title, fresh(guide).review_by) == ("Private fostering, rewritten", day(300))
    assert guide.revisions.count() == revisions


def test_alias_is_marked_with_its_page(guide, editor):
    alias = guide.create_alias(update_slug="alias")
    mark_as_reviewed(guide, editor, day(300))
    assert fresh(alias).review_by == day(300)


def test_viewing_the_form_marks_nothing(client, guide, editor):
    client.force_login(editor)
    assert "No one has marked it as reviewed yet" in client.get(form_of(guide)).content.decode()
    assert not PageReview.objects.exists()
    assert fresh(guide).review_by == day(-10)


@pytest.mark.parametrize("typed", ["", "soon", dt.date(2020, 1, 1).isoformat()])
def test_next_review_must_be_in_the_future(client, guide, editor, typed):
    client.force_login(editor)
    assert mark(client, guide, next_review=typed).status_code == 200
    assert not PageReview.objects.exists()


def test_draft_is_not_marked(client, guide, editor):
    guide.unpublish()
    client.force_login(editor)
    assert mark(client, guide).status_code == 302
    assert not PageReview.objects.exists()


def test_user_who_may_not_edit_may_not_mark(client, guide, editor):
    GroupPagePermission.objects.all().delete()
    client.force_login(editor)
    assert mark(client, guide).url == "/admin/"
    client.logout()
    assert "/accounts/login/" in mark(client, guide).url
    assert not PageReview.objects.exists()


def test_moderator_changes_the_owner_and_editor_does_not(client, guide, editor, moderator, chair):
    client.force_login(editor)
    mark(client, guide, owner=chair.pk)
    assert fresh(guide).owner == editor
    client.force_login(moderator)
    mark(client, guide, owner=chair.pk)
    assert fresh(guide).owner == chair


def test_form_redirects_to_the_report_and_no_other_site(client, guide, editor):
    client.force_login(editor)
    data = {"next_review": day(300).isoformat()}
    report = reverse("pages_to_review")
    assert client.post(f"{form_of(guide)}?next={report}", data).url == report
    elsewhere = client.post(f"{form_of(guide)}?next=https://example.org/", data)
    assert elsewhere.url == reverse("wagtailadmin_pages:edit", args=[guide.pk])


def test_menu_links_to_the_form(client, guide, editor):
    client.force_login(editor)
    assert form_of(guide) in client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
    guide.unpublish()
    assert form_of(guide) not in client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()


# Readers -------------------------------------------------------------------------------------------


def test_readers_see_a_note_when_review_is_overdue(client, guide, editor):
    due = f"{day(-10).day} {day(-10):%B %Y}"
    assert "This page was due for review on" in main(client, guide)
    assert due in main(client, guide)
    assert "has not been reviewed since" in main(client, guide)
    PageReview.objects.create(page=guide, next_review=day(-10), reviewed_at=dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC))
    assert "It was last reviewed on" in main(client, guide)
    assert "3 March 2025" in main(client, guide)
    mark_as_reviewed(guide, editor, day(300))
    assert "due for review" not in main(client, guide)


@pytest.mark.parametrize("days", [0, 1, None])
def test_readers_see_no_note_until_review_is_overdue(client, home, days):
    guide = StandardPageFactory(parent=home, review_by=None if days is None else day(days))
    assert "due for review" not in main(client, guide)


def test_note_costs_one_query_only_when_review_is_overdue(client, home):
    costs = []
    for days in (30, -30):
        guide = StandardPageFactory(parent=home, review_by=day(days))
        client.get(guide.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(guide.url)
        costs.append(len(captured))
    assert costs[1] == costs[0] + 1
