"""Every taking down of an approved statement is in the register and is mailed to chair and writers."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from board.approvals.models import ApprovalEvent, StatementApproval
from board.basepage.models import BasePage
from board.publishing.audit import check_site
from board.publishing.release import withdraw_approval
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.publication import fresh

TOLD = {"chair@example.org", "editor@example.org"}


def events():
    """Return kind and person of every event in the register, in order."""
    return list(ApprovalEvent.objects.order_by("pk").values_list("kind", "user_name"))


def state():
    return StatementApproval.objects.get().state


@pytest.fixture
def signed_in(client, moderator, approved):
    """A client in which the moderator is signed in."""
    client.force_login(moderator)
    return client


def let_it_expire(page):
    page.expire_at = timezone.now() - dt.timedelta(minutes=1)
    page.save(update_fields=["expire_at"])
    call_command("publish_scheduled")


TAKING_DOWN = {
    "withdraw": (
        "page_withdrawn",
        "moderator",
        lambda c, page: c.post(f"/admin/withdrawals/{page.pk}/", {"reason": "legal"}),
    ),
    "unpublish": ("unpublished", "moderator", lambda c, page: c.post(f"/admin/pages/{page.pk}/unpublish/")),
    "unpublish with the section": (
        "unpublished",
        "moderator",
        lambda c, page: c.post(f"/admin/pages/{page.get_parent().pk}/unpublish/", {"include_descendants": "on"}),
    ),
    "bulk unpublish": (
        "unpublished",
        "moderator",
        lambda c, page: c.post(f"/admin/bulk/basepage/basepage/unpublish/?next=/admin/&id={page.pk}"),
    ),
    "unpublish in code": ("unpublished", "The site", lambda c, page: page.unpublish(log_action=False)),
    "expire": ("expired", "The site", lambda c, page: let_it_expire(page)),
    "make private": (
        "made_private",
        "moderator",
        lambda c, page: c.post(f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login"}),
    ),
    "make the section private": (
        "made_private",
        "moderator",
        lambda c, page: c.post(f"/admin/pages/{page.get_parent().pk}/privacy/", {"restriction_type": "login"}),
    ),
    "delete": ("deleted", "The site", lambda c, page: page.delete()),
    "delete with the section": ("deleted", "The site", lambda c, page: page.get_parent().specific.delete()),
}


MORE = pytest.mark.test_all("Another way to the same signal of Wagtail's.")
REPEATING = {"unpublish", "bulk unpublish", "make private", "delete with the section"}


@pytest.mark.parametrize("way", [pytest.param(way, marks=[MORE] if way in REPEATING else []) for way in TAKING_DOWN])
def test_every_taking_down_is_in_the_register_and_mailed(way, outbox, signed_in, approved):
    kind, user_name, take_down = TAKING_DOWN[way]
    mails = outbox(take_down, signed_in, fresh(approved))
    assert events() == [(kind, user_name)]
    assert set(mails) == TOLD
    for text in mails.values():
        assert text.startswith("“Heron” is no longer public")
        assert f"{user_name} has " in text
        assert reverse("statement-register_modeladmin_inspect", args=[StatementApproval.objects.get().pk]) in text


def test_moving_into_a_private_section_is_recorded(outbox, home, approved):
    section = StandardPageFactory(parent=home, title="Members")
    PageViewRestriction.objects.create(page_id=section.pk, restriction_type="login")
    assert set(outbox(fresh(approved).move, section, pos="last-child")) == TOLD
    assert events() == [("made_private", "The site")]
    fresh(approved).move(fresh(approved).get_parent().get_parent(), pos="last-child")
    assert state() == "Public again"


def test_taking_down_by_the_nightly_check_is_recorded_with_its_reason(approved):
    BasePage._base_manager.filter(pk=approved.pk).update(statement_digest="", approved_digest="")
    type(approved)._base_manager.filter(pk=approved.pk).update(body="[]", in_our_name=True)
    assert [finding for _, _, finding in check_site(change=True)]
    event = ApprovalEvent.objects.get()
    assert (event.kind, event.user_name) == ("unpublished", "The site")
    assert "has not approved" in event.reason


def test_what_left_the_public_past_every_action_is_recorded_by_the_nightly_check(outbox, approved):
    approved.live = False
    approved.save()
    assert events() == []
    for mailed in (TOLD, set()):
        assert set(outbox(lambda: list(check_site(change=True)))) == mailed
        assert events() == [("unpublished", "The site")]


def test_withdrawal_of_the_page_ends_the_approval(signed_in, approved):
    signed_in.post(f"/admin/withdrawals/{approved.pk}/", {"reason": "legal"})
    assert not StatementApproval.objects.standing().exists()
    assert fresh(approved).approved_digest == ""
    assert "legal" in ApprovalEvent.objects.get().reason


def test_whoever_takes_it_down_is_not_mailed(outbox, client, chair, approved):
    client.force_login(chair)
    assert set(outbox(client.post, f"/admin/pages/{approved.pk}/unpublish/")) == {"editor@example.org"}


def test_return_to_the_public_is_recorded_and_mailed(outbox, signed_in, approved):
    fresh(approved).unpublish()
    mails = outbox(lambda: fresh(approved).get_latest_revision().publish())
    assert state() == "Public again"
    assert mails["chair@example.org"].startswith("“Heron” is public again")


def test_each_change_is_recorded_once(signed_in, approved):
    for _ in range(2):
        signed_in.post(f"/admin/pages/{approved.pk}/privacy/", {"restriction_type": "login"})
    fresh(approved).unpublish()
    fresh(approved).get_latest_revision().publish()
    assert events() == [("made_private", "moderator")]
    signed_in.post(f"/admin/pages/{approved.pk}/privacy/", {"restriction_type": "none"})
    assert [kind for kind, _ in events()] == ["made_private", "restored"]


def test_withdrawal_by_the_chair_is_one_event(approved, chair):
    withdraw_approval(StatementApproval.objects.get(), chair, "The family asked.", "error")
    assert events() == [("withdrawn", "chair")]


def test_ordinary_items_and_unapproved_words_are_not_in_the_register(outbox, news_index, statement, approved):
    page = NewsPageFactory(parent=news_index, title="Wren", slug="wren")
    page.save_revision().publish()
    assert outbox(fresh(page).unpublish) == {}
    assert events() == []
