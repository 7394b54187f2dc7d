"""The topics of news and resources."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from board.basepage.search_data import LabelledValue


class Topic(models.Model):
    """A topic of news items and resources, from one list for the whole site."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="The topic’s name in addresses.")

    panels = [
        FieldPanel(
            "name",
            help_text=(
                "Two or three words. Readers see them as soon as a public page has the topic. What speaks in the "
                "board’s name is a statement: publish that as news."
            ),
        ),
        FieldPanel("slug"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def labelled_value(self) -> LabelledValue:
        """Return the topic as a value of the search's topic facet."""
        return LabelledValue(self.slug, self.name)
