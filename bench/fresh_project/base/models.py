"""What stands at the foot of every page, as Wagtail’s tutorial has editors keep it."""

from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet


@register_setting
class NavigationSettings(BaseGenericSetting):
    """Addresses of the site elsewhere."""

    mastodon_url = models.URLField(blank=True)


@register_snippet
class FooterText(DraftStateMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, models.Model):
    """The words at the foot."""

    body = RichTextField()

    class Meta(TranslatableMixin.Meta):
        verbose_name_plural = "Footer text"

    def __str__(self) -> str:
        return "Footer text"
