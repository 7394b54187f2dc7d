"""Mails that Wagtail's workflow does not send: when an approval lapses or is taken back."""

from django.contrib.auth import get_user_model

from board.mail import MODERATORS, TemplateMail, admin_url


def tell(users, template: str, context: dict) -> None:
    """Mail each active user with an address, once the transaction is committed."""
    addresses = sorted({user.email for user in users if user and user.is_active and user.email})
    TemplateMail.render(template, context).send_on_commit(addresses)


def tell_of_lapse(page, requester, what: str) -> None:
    """Tell the one who submitted a page that its review has ended because a file in it has changed."""
    context = {"page": page, "what": what, "url": admin_url("wagtailadmin_pages:edit", page.pk)}
    tell([requester, page.owner], "approval_lapsed", context)


def tell_of_withdrawal(approval, user, reason: str) -> None:
    """Tell moderators and the writers that the chair has taken an approval back."""
    people = get_user_model().objects.filter(groups__name=MODERATORS) | get_user_model().objects.filter(
        pk__in=[writer["id"] for writer in approval.writers]
    )
    context = {
        "approval": approval,
        "user": user,
        "reason": reason,
        "url": admin_url("wagtailadmin_pages:edit", approval.page_id),
    }
    tell(people.exclude(pk=user.pk).distinct(), "approval_withdrawn", context)
