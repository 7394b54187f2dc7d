"""What is known of the links to other sites, and where they stand."""

import hashlib

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .outcomes import ADVICE, BROKEN, Outcome


def digest_of(url: str) -> str:
    """Return what an address is found by: addresses have no greatest length, and indexes do."""
    return hashlib.sha256(url.encode()).hexdigest()


class CheckedLink(models.Model):
    """An address elsewhere and how it was found; without an outcome until it has been checked."""

    url = models.TextField("link", editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, editable=False)
    status = models.PositiveSmallIntegerField("HTTP status", null=True, editable=False)
    moved_to = models.TextField("new address", blank=True, editable=False)
    detail = models.TextField(blank=True, editable=False)
    since = models.DateTimeField(
        null=True, editable=False, help_text="The first check in the present row of checks that came out alike."
    )
    failures = models.PositiveIntegerField("failures in a row", default=0, editable=False)
    last_checked_at = models.DateTimeField("last checked", null=True, db_index=True, editable=False)

    class Meta:
        verbose_name = "link"
        default_permissions = ()

    def __str__(self) -> str:
        return self.url

    def save(self, *args, **kwargs):
        """Save the link with its digest."""
        self.digest = digest_of(self.url)
        super().save(*args, **kwargs)

    @property
    def is_broken(self) -> bool:
        """Say whether readers could not use it when it was last checked."""
        return self.outcome in BROKEN

    @property
    def advice(self) -> str:
        """Return why it is as it is, and what an editor does about it."""
        advice = ADVICE[Outcome(self.outcome)] if self.outcome else ""
        return f"{self.detail} {advice}".strip()


class LinkUse(models.Model):
    """A public page that shows a link, or settings of a Site that do."""

    link = models.ForeignKey(CheckedLink, on_delete=models.CASCADE, related_name="uses", editable=False)
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, null=True, related_name="links", editable=False
    )
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, null=True, related_name="+", editable=False)
    setting = models.CharField(
        max_length=200, blank=True, editable=False, help_text="The settings' model, as app_label.model_name."
    )
    told_at = models.DateTimeField(
        null=True, editable=False, help_text="When somebody was last told by mail that it is broken."
    )

    class Meta:
        verbose_name = "use of a link"
        verbose_name_plural = "uses of links"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["link", "page"], name="one_use_of_a_link_for_each_page"),
            models.UniqueConstraint(fields=["link", "site", "setting"], name="one_use_of_a_link_for_each_setting"),
            models.CheckConstraint(
                condition=Q(page__isnull=False, site__isnull=True, setting="")
                | (Q(page__isnull=True, site__isnull=False) & ~Q(setting="")),
                name="a_link_stands_on_a_page_or_in_settings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link} on {self.title}"

    @property
    def title(self) -> str:
        """Return what people call the place where the link stands."""
        if self.page:
            return self.page.get_admin_display_title()
        return f"Settings → {apps.get_model(self.setting)._meta.verbose_name}"

    @property
    def owner(self):
        """Return whose page it is, or ``None``."""
        return self.page.owner if self.page else None

    @property
    def edit_url(self) -> str:
        """Return the address in the admin where the link can be changed."""
        if self.page_id:
            return reverse("wagtailadmin_pages:edit", args=[self.page_id])
        return reverse("wagtailsettings:edit", args=[*self.setting.split("."), self.site_id])
