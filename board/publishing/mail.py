"""Mails that Wagtail's workflow does not send: a review has lapsed, words have left the public, a rule is relaxed."""

from django.contrib.auth import get_user_model

from board.basepage.models import BasePage
from board.mail import TemplateMail, addresses_of, admin_url

from .reviewers import chairs, reviewers


def send(users, template: str, context: dict) -> None:
    """Mail each active user with an address."""
    TemplateMail.render(template, context).send(addresses_of(users))


def send_approval_lapsed(page, requester, what: str) -> None:
    """Tell the requester of a page's review that it has ended because a file has changed."""
    context = {"page": page, "what": what, "url": admin_url("wagtailadmin_pages:edit", page.pk)}
    send([requester, page.owner], "approval_lapsed", context)


def writers_of(approval):
    """Return the users who wrote what was approved, as far as there are accounts of theirs."""
    return get_user_model().objects.filter(pk__in=[writer["id"] for writer in approval.writers])


def send_visibility_changed(event) -> None:
    """Tell the chairs and the writers, except the one who did it, that approved words left the public or returned."""
    approval = event.approval
    people = {*chairs(BasePage.objects.filter(pk=approval.page_id).first()), *writers_of(approval)}
    url = admin_url("statement-register_modeladmin_inspect", approval.pk)
    context = {"event": event, "approval": approval, "url": url}
    send([user for user in people if user.pk != event.user_id], "visibility_changed", context)


def send_version_waits(version, users) -> None:
    """Tell those who may release a new version of a public file that it waits for one of them."""
    url = admin_url("publishing:waiting_version", version.kind, version.pk)
    send(users, "version_waits", {"version": version, "file": version.content_object, "url": url})


def send_version_decided(version, user) -> None:
    """Tell who made a new version of a public file that another person has let it out or discarded it."""
    if version.user != user:
        url = admin_url("publishing:waiting_versions")
        send([version.user], "version_decided", {"version": version, "file": version.content_object, "url": url})


def send_removal_proposed(proposal, users) -> None:
    """Ask those who can confirm it to look at a proposal to remove words from the register."""
    url = admin_url("publishing:confirm_removal", proposal.approval_id, proposal.pk)
    send(users, "removal_proposed", {"proposal": proposal, "approval": proposal.approval, "url": url})


def send_approval_withdrawn(approval, user, reason: str) -> None:
    """Tell reviewers and chairs of the page's own workflow and the writers that a chair has withdrawn an approval."""
    page = BasePage.objects.filter(pk=approval.page_id).first()
    people = {*writers_of(approval), *chairs(page), *(reviewers(page) if page else [])}
    context = {
        "approval": approval,
        "user": user,
        "reason": reason,
        "url": admin_url("wagtailadmin_pages:edit", approval.page_id),
    }
    send(people - {user}, "approval_withdrawn", context)


def send_second_person_changed(settings, user) -> None:
    """Tell the chairs of a board that its settings now ask for one person, or for two, to publish an ordinary item."""
    url = admin_url("wagtailsettings:edit", "siteinfo", "boardsettings", settings.site_id)
    send(chairs(settings.site.root_page), "second_person_changed", {"settings": settings, "user": user, "url": url})
