"""The accessibility statement, one per Site."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Site

from board.dates import unusual_date_error
from board.siteinfo.telephone import phone_url, validate_telephone

from .forms import AccessibilityStatementForm
from .panels import PROBLEM_PANELS, STATEMENT_PANELS
from .validation import date_errors, required_field_errors

validate_criterion = RegexValidator(r"^[1-4]\.\d\.\d{1,2}\b", "Begin with its number, such as 1.1.1 or 2.4.7.")


@register_setting(icon="glasses", order=110)
class AccessibilityStatement(BaseSiteSetting, ClusterableModel):
    """How accessible a site is, when it was tested and reviewed, and the contact for feedback."""

    class Compliance(models.TextChoices):
        """The compliance statuses of the government's model accessibility statement."""

        FULL = "full", "fully compliant"
        PARTIAL = "partial", "partially compliant"
        NONE = "none", "not compliant"

    compliance = models.CharField(
        "how far the site meets WCAG 2.2, level AA",
        max_length=10,
        choices=Compliance,
        blank=True,
        help_text="“Fully” needs a site without any known problem; most sites are “partially” compliant.",
    )
    improvements = models.TextField(
        "what we do to improve accessibility",
        blank=True,
        help_text="In plain words, such as training, tests with readers, or old documents that are being replaced.",
    )

    feedback_email = models.EmailField("email", blank=True)
    feedback_phone = models.CharField("telephone", max_length=40, blank=True, validators=[validate_telephone])
    answer_working_days = models.PositiveSmallIntegerField(
        "answer within … working days",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="Promise what you can keep.",
    )

    tested_on = models.DateField("last tested on", null=True, blank=True)
    tested_by = models.CharField(
        max_length=160, blank=True, help_text="A person, team or company, such as “our own web team”."
    )
    how_tested = models.TextField(
        blank=True, help_text="Which pages, on which devices, with which programs, and which people took part."
    )

    prepared_on = models.DateField(
        "first prepared on",
        null=True,
        blank=True,
        help_text="While this is empty, the page says that the board has not assessed the site yet.",
    )
    reviewed_on = models.DateField("last reviewed on", null=True, blank=True)
    next_review_on = models.DateField(
        "next review on",
        null=True,
        blank=True,
        help_text="At most a year after the last one. Not shown to readers; the admin’s home page reminds of it.",
    )

    panels = STATEMENT_PANELS
    base_form_class = AccessibilityStatementForm

    class Meta:
        verbose_name = "accessibility statement"

    def clean(self) -> None:
        super().clean()
        errors = required_field_errors(self) | date_errors(self)
        if errors:
            raise ValidationError(errors)

    @property
    def feedback_phone_url(self) -> str:
        """Return the telephone number as a ``tel:`` URL."""
        return phone_url(self.feedback_phone)


class KnownProblem(Orderable):
    """An accessibility problem that the statement lists."""

    class Kind(models.TextChoices):
        """The lists into which the government's model accessibility statement divides problems."""

        FALLS_SHORT = "falls_short", "it falls short, and we put it right"
        BURDEN = "burden", "putting it right would be a disproportionate burden"
        OUT_OF_SCOPE = "out_of_scope", "the regulations do not cover it"

    statement = ParentalKey(AccessibilityStatement, on_delete=models.CASCADE, related_name="problems")
    kind = models.CharField("why", max_length=20, choices=Kind, default=Kind.FALLS_SHORT)
    what = models.CharField(
        "what does not work",
        max_length=500,
        help_text="In plain words: which part, for whom, and what they can do meanwhile.",
    )
    criterion = models.CharField(
        "success criterion",
        max_length=80,
        blank=True,
        validators=[validate_criterion],
        help_text="If you know it: number and name in WCAG 2.2, such as “1.1.1 Non-text content”.",
    )
    by_when = models.DateField("put right by", null=True, blank=True)

    panels = PROBLEM_PANELS

    class Meta(Orderable.Meta):
        verbose_name = "problem"

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.FALLS_SHORT and not self.by_when:
            raise ValidationError({"by_when": "Say by when you put it right."})
        if error := unusual_date_error(self.by_when):
            raise ValidationError({"by_when": error})


@receiver(post_save, sender=Site, dispatch_uid="accessibility_create_statement")
def create_statement(instance, created, raw=False, **kwargs) -> None:
    """Create an empty statement for a new Site, so that no request has to create it."""
    if created and not raw:
        AccessibilityStatement.objects.get_or_create(site=instance)
