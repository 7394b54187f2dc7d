"""Reviews of pages, and reminders of them."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PageReview(models.Model):
    """A user's confirmation that a public page is still correct, with the date of the next review."""

    page = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="reviews")
    reviewed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    next_review = models.DateField()

    class Meta:
        default_permissions = ()
        get_latest_by = ("reviewed_at", "pk")

    def __str__(self) -> str:
        return f"Page {self.page_id} on {self.reviewed_at:%Y-%m-%d}"


class ReviewReminder(models.Model):
    """A reminder that was sent; ``days`` is the result of ``reminder_step()``."""

    page = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="+")
    review_by = models.DateField()
    days = models.IntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "review_by", "days"], name="one_reminder_for_each_step"),
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id}, {self.review_by:%Y-%m-%d} {self.days:+}"
