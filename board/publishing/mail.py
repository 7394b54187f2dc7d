"""Mails that Wagtail's workflow does not send: a review has lapsed, an approval was withdrawn."""

from django.contrib.auth import get_user_model

from board.mail import MODERATORS, TemplateMail, admin_url


def send(users, template: str, context: dict) -> None:
    """Mail each active user with an address once the transaction is committed."""
    addresses = sorted({user.email for user in users if user and user.is_active and user.email})
    TemplateMail.render(template, context).send_on_commit(addresses)


def send_approval_lapsed(page, requester, what: str) -> None:
    """Tell the requester of a page's review that it has ended because a file has changed."""
    context = {"page": page, "what": what, "url": admin_url("wagtailadmin_pages:edit", page.pk)}
    send([requester, page.owner], "approval_lapsed", context)


def send_approval_withdrawn(approval, user, reason: str) -> None:
    """Tell the moderators and the writers that the chair has withdrawn an approval."""
    people = get_user_model().objects.filter(groups__name=MODERATORS) | get_user_model().objects.filter(
        pk__in=[writer["id"] for writer in approval.writers]
    )
    context = {
        "approval": approval,
        "user": user,
        "reason": reason,
        "url": admin_url("wagtailadmin_pages:edit", approval.page_id),
    }
    send(people.exclude(pk=user.pk).distinct(), "approval_withdrawn", context)
