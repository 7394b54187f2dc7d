"""The topics of news and resources."""

from collections.abc import Iterable

from django.db import models
from wagtail.admin.panels import FieldPanel

from board.basepage.search_data import LabelledValue


class Topic(models.Model):
    """What a news item or a resource is about: one vocabulary for the whole site."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="The topic’s name in addresses.")

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def labels_of(topics: Iterable[Topic]) -> list[LabelledValue]:
    """Return topics as the search narrows results down by them."""
    return [LabelledValue(topic.slug, topic.name) for topic in topics]
