"""Pages that were public and are not any more: their address tells so, and never repeats what was said."""

from django.conf import settings
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction


class Withdrawal(models.Model):
    """A page taken down on purpose, with a notice at its address."""

    class Reason(models.TextChoices):
        """What readers are told. None of them says anything about the words."""

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
        """Return the notice, as 410 Gone (RFC 9110, 15.5.11): search engines then drop the address."""
        return render(request, "withdrawals/notice.html", {"withdrawal": self}, status=410)

    @classmethod
    @transaction.atomic
    def withdraw(cls, page, user, reason: str) -> "Withdrawal":
        """
        Take a specific page and the aliases that follow it down, and put the notice at their addresses.

        ``reason`` is one of ``Reason``. Returns the page's notice. The caller has made sure that the user may.
        """
        for alias in page.aliases.all():
            cls.withdraw(alias.specific, user, reason)
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
        return cls.objects.update_or_create(
            page_id=page.pk, defaults={"reason": reason, "user": user, "withdrawn_at": timezone.now()}
        )[0]
