"""Sealing, with the database CHECK and everything above it out of the way."""

import json

import pytest
from django.core.exceptions import ValidationError
from wagtail.actions.create_alias import CreatePageAliasAction

from board.approvals.rule import NOT_APPROVED, may_be_live, reasons_against
from board.approvals.sealing import SealedColumnsError
from board.basepage.models import BasePage
from news.models import NewsPage
from tests.board.publishing.conftest import QUOTE, add_statement
from tests.factories import NewsPageFactory
from tests.publication import bring_to_chair, fresh, latest_digest, publish_statement


def refused(action):
    """Assert that the seal refuses, and return its words."""
    with pytest.raises(ValidationError) as caught:
        action()
    assert caught.value.error_dict["__all__"][0].code == NOT_APPROVED
    return " ".join(caught.value.messages)


def test_new_unapproved_page_becomes_a_draft(news_index):
    page = NewsPageFactory(parent=news_index, title="Heron", body=[QUOTE])
    assert not fresh(page).live
    assert fresh(page).has_unpublished_changes
    assert "We are sorry" in str(fresh(page).body)


def test_publishing_unapproved_page_is_refused_with_the_reason(statement):
    statement.live = True
    assert "Submit to Board approval" in refused(statement.save)
    assert not fresh(statement).live


def test_approved_words_may_be_published_again(approved):
    assert approved.live
    assert approved.approved_digest == approved.statement_digest == latest_digest(approved)
    approved.unpublish()
    fresh(approved).latest_revision.publish()
    assert fresh(approved).live


def test_changed_live_statement_is_refused_until_changed_back(approved):
    approved.title = "Herons"
    assert "have changed since the chair approved" in refused(approved.save)
    approved.title = "Heron"
    approved.save()


def test_base_page_is_sealed_with_words_of_specific_page(approved):
    base = BasePage.objects.get(pk=approved.pk)
    base.save()
    assert fresh(approved).approved_digest == approved.approved_digest
    base.title = "Herons"
    refused(base.save)
    base.live = False
    base.save()
    assert fresh(approved).statement_digest != approved.statement_digest


def test_update_fields_are_checked_against_the_resulting_row(approved):
    other = NewsPage.objects.get(pk=approved.pk)
    other.title, other.summary = "Not written", "Unapproved"
    other.slug = "other"
    other.save(update_fields=["slug"])
    assert fresh(approved).live
    refused(lambda: other.save(update_fields=["summary"]))
    assert fresh(approved).summary == ""


def test_unapproved_words_among_other_update_fields_are_refused(approved):
    approved.show_in_menus, approved.summary = True, "Unapproved"
    refused(lambda: approved.save(update_fields=["show_in_menus", "summary"]))
    assert fresh(approved).summary == ""


@pytest.mark.parametrize(
    "values",
    [
        {"live": False},
        {"title": "Herons"},
        {"body": "[]"},
        {"statement_digest": ""},
        {"approved_digest": ""},
        {"alias_of": None},
        {"show_in_menus": True, "summary": "Unapproved"},
    ],
    ids=" and ".join,
)
def test_query_set_refuses_sealed_columns(approved, values):
    row = NewsPage.objects.get(pk=approved.pk)
    for name, value in values.items():
        setattr(row, name, value)
    for write in (
        lambda: NewsPage.objects.filter(pk=row.pk).update(**values),
        lambda: NewsPage.objects.bulk_update([row], list(values)),
    ):
        with pytest.raises(SealedColumnsError, match="which seals it"):
            write()


def test_query_set_updates_other_columns(approved):
    BasePage.objects.filter(pk=approved.pk).update(show_in_menus=True)
    assert fresh(approved).show_in_menus


def test_turning_live_ordinary_page_into_statement_is_refused(news_index):
    page = NewsPageFactory(parent=news_index, title="Plain")
    page.in_our_name = True
    refused(page.save)
    page.in_our_name = False
    page.body = json.dumps([QUOTE])
    refused(page.save)


def test_approval_of_another_page_does_not_count(approved, news_index):
    twin = add_statement(news_index, slug="twin")
    assert latest_digest(twin) == approved.approved_digest
    twin.live = True
    refused(twin.save)


def test_alias_shares_approval_of_its_source_until_converted(approved, news_index):
    alias = CreatePageAliasAction(approved, parent=news_index, update_slug="alias", user=None).execute(
        skip_permission_checks=True
    )
    assert fresh(alias).live
    alias = fresh(alias)
    alias.alias_of_id = None
    refused(lambda: alias.save(update_fields=["alias_of_id"], clean=False))
    assert fresh(alias).alias_of_id == approved.pk


def test_alias_of_draft_is_a_draft(statement, news_index):
    alias = CreatePageAliasAction(statement, parent=news_index, update_slug="alias", user=None).execute(
        skip_permission_checks=True
    )
    assert not fresh(alias).live


def test_copy_needs_its_own_approval(approved, chair):
    copy = approved.copy(update_attrs={"slug": "copy"}, keep_live=True, user=chair)
    assert not fresh(copy).live
    assert not may_be_live(fresh(copy))


@pytest.mark.parametrize("release", ["held", "at"])
def test_approved_words_that_are_not_due_are_refused(statement, editor, moderator, chair, release):
    when = {"release": release, "release_at": "2099-01-01T09:00:00Z" if release == "at" else None}
    page = publish_statement(statement, editor, moderator, chair, **when)
    assert not page.live
    words = page.get_latest_revision_as_object()
    assert len(reasons_against(words)) == 1
    assert {"held": "Held statements", "at": "1 January 2099, 09:00"}[release] in reasons_against(words)[0]
    page.live = True
    refused(page.save)


def test_page_waiting_for_the_chair_is_refused(statement, editor, moderator):
    page = bring_to_chair(statement, editor, moderator)
    refused(page.get_latest_revision().publish)


def test_every_way_of_publishing_in_code_is_refused(statement, superuser):
    revision = statement.save_revision()
    refused(lambda: revision.publish(user=superuser))
    refused(lambda: revision.publish(user=superuser, skip_permission_checks=True))
    refused(lambda: fresh(statement).publish(revision))
    assert not fresh(statement).live
