"""The links to other sites, the results of their checks, and the pages and settings that show them."""

import datetime as dt
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.settings.registry import registry

from board.engines.linkcheck.outcomes import BROKEN, LinkCheck, LinkOutcome

from .advice import ADVICE, LABELS

# A nightly run checks broken links every time and the others once a week; both intervals leave time for the run itself.
BROKEN_INTERVAL = dt.timedelta(hours=20)
OTHERS_INTERVAL = dt.timedelta(days=7) - dt.timedelta(hours=4)
OUTCOME_CHOICES = [(outcome.value, label) for outcome, label in LABELS.items()]


def digest_of(url: str) -> str:
    """Return the unique key of a URL, which may be longer than an index allows."""
    return hashlib.sha256(url.encode()).hexdigest()


def story_of(outcome: str) -> str:
    """Return what a row of checks has in common: all broken, or all with the same outcome."""
    return "broken" if outcome in BROKEN else str(outcome)


class CheckedLinkQuerySet(models.QuerySet):
    """The links, by where they are used and when they were checked."""

    def used(self, *, page_id: int | None = None) -> "CheckedLinkQuerySet":
        """Return the links of all uses, or of one page, in the order in which to check them: never checked first."""
        uses = LinkUse.objects.filter(page_id=page_id) if page_id else LinkUse.objects.all()
        return self.filter(pk__in=uses.values("link")).order_by(F("last_checked_at").asc(nulls_first=True), "pk")

    def due(self, now: dt.datetime) -> "CheckedLinkQuerySet":
        """Return the links that are due for a check, so that an interrupted run continues where it stopped."""
        return self.filter(
            Q(last_checked_at__isnull=True)
            | Q(outcome__in=BROKEN, last_checked_at__lte=now - BROKEN_INTERVAL)
            | Q(last_checked_at__lte=now - OTHERS_INTERVAL)
            # By a clock that was ahead.
            | Q(last_checked_at__gt=now)
        )


class CheckedLink(models.Model):
    """A URL of another site and the result of its last check; the outcome is empty before the first."""

    url = models.TextField("link", editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    outcome = models.CharField(max_length=20, choices=OUTCOME_CHOICES, blank=True, editable=False)
    status = models.PositiveSmallIntegerField("HTTP status", null=True, editable=False)
    moved_to = models.TextField("new address", blank=True, editable=False)
    detail = models.TextField(blank=True, editable=False)
    since = models.DateTimeField(
        null=True, editable=False, help_text="The first check in the present row of checks that came out alike."
    )
    failures = models.PositiveIntegerField("failures in a row", default=0, editable=False)
    last_checked_at = models.DateTimeField("last checked", null=True, db_index=True, editable=False)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "link"
        default_permissions = ()

    def __str__(self) -> str:
        return self.url

    def save(self, *args, **kwargs):
        self.digest = digest_of(self.url)
        super().save(*args, **kwargs)

    @property
    def is_broken(self) -> bool:
        """Return whether readers could not use the link when it was last checked."""
        return self.outcome in BROKEN

    @property
    def advice(self) -> str:
        """Return the reason for the outcome, and what an editor does about it."""
        advice = ADVICE[LinkOutcome(self.outcome)] if self.outcome else ""
        return f"{self.detail} {advice}".strip()

    def record(self, check: LinkCheck) -> None:
        """Store the result of a check; does nothing for a link that has been deleted since."""
        now = timezone.now()
        goes_on = self.since is not None and story_of(self.outcome) == story_of(check.outcome)
        is_broken = check.outcome in BROKEN
        CheckedLink.objects.filter(pk=self.pk).update(
            outcome=check.outcome.value,
            status=check.status,
            moved_to=check.moved_to,
            detail=check.detail,
            since=self.since if goes_on else now,
            failures=F("failures") + 1 if is_broken else 0,
            last_checked_at=now,
        )
        if not is_broken:
            LinkUse.objects.filter(link=self, told_at__isnull=False).update(told_at=None)


class LinkUse(models.Model):
    """A public page that shows a link, or settings of a Site that show it."""

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
        """Return the name of the page or settings."""
        if self.page:
            return self.page.get_admin_display_title()
        [settings] = [model for model in registry if model._meta.label_lower == self.setting]
        return f"Settings → {settings._meta.verbose_name}"

    @property
    def owner(self):
        """Return the page's owner, or ``None``."""
        return self.page.owner if self.page else None

    @property
    def edit_url(self) -> str:
        """Return the URL of the admin's form that changes the link."""
        if self.page_id:
            return reverse("wagtailadmin_pages:edit", args=[self.page_id])
        return reverse("wagtailsettings:edit", args=[*self.setting.split("."), self.site_id])
