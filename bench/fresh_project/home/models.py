"""The home page of Wagtail’s tutorial, without its picture."""

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The home page."""

    hero_text = models.CharField(blank=True, max_length=255)
    hero_cta = models.CharField(blank=True, max_length=255)
    hero_cta_link = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = RichTextField(blank=True)
