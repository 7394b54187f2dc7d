"""Withdrawn pages, whose URLs serve a notice that repeats none of their content."""

from django.conf import settings
from django.db import models, transaction
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.signals import page_published

from board.approvals.models import ApprovalEvent, StatementApproval


class Withdrawal(models.Model):
    """A page that was taken down deliberately, with a notice at its URL."""

    class Reason(models.TextChoices):
        """The reasons that readers are shown, none of which reveals the content."""

        OUT_OF_DATE = "out_of_date", "It is out of date."
        REPLACED = "replaced", "Another page has replaced it."
        ERROR = "error", "It was published in error."
        CORRECTION = "correction", "It is being corrected."
        LEGAL = "legal", "It cannot be shown for legal reasons."

    page = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="withdrawal", editable=False
    )
    reason = models.CharField("what readers are told", max_length=20, choices=Reason)
    withdrawn_at = models.DateTimeField(default=timezone.now, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"Page {self.page_id}: {self.get_reason_display()}"

    def serve(self, request) -> HttpResponse:
        """Return the notice with status 410 Gone (RFC 9110, 15.5.11), so that search engines drop the URL."""
        return render(request, "withdrawals/notice.html", {"withdrawal": self}, status=410)

    @classmethod
    @transaction.atomic
    def withdraw(cls, page, user, reason: str) -> "Withdrawal":
        """
        Unpublish a specific page and its aliases, and return the page's withdrawal.

        Every approval of the page ends with it, also of words that are still held or scheduled. ``reason`` is one of
        ``Reason``. The caller checks the user's permission.
        """
        page.lock_row()
        # It may have been published anew since the caller read it.
        page = type(page).objects.get(pk=page.pk)
        for alias in page.aliases.all():
            cls.withdraw(alias.specific, user, reason)
        # Before the page is saved, so that its seal finds that the approval has ended.
        for approval in StatementApproval.objects.standing().filter(page_id=page.pk):
            approval.record_event(ApprovalEvent.Kind.PAGE_WITHDRAWN, user, cls.Reason(reason).label)
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
        return cls.objects.update_or_create(
            page_id=page.pk, defaults={"reason": reason, "user": user, "withdrawn_at": timezone.now()}
        )[0]


@receiver(page_published, dispatch_uid="withdrawals_delete_withdrawal")
def delete_withdrawal(instance, **kwargs) -> None:
    """Delete the withdrawal of a page that is live again."""
    if instance.live:
        Withdrawal.objects.filter(page_id=instance.pk).delete()
