"""Contacts: who answers, when, and how to reach them."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from board.siteinfo.telephone import dialled, phone_url, validate_telephone, validate_text_number


class Contact(Orderable):
    """A service that answers, and the readers that it is for."""

    class ForWhom(models.TextChoices):
        """The readers that contacts are grouped by, in the order in which a page shows them."""

        EVERYONE = "everyone", "Everyone"
        CHILD = "child", "A child or young person"
        PUBLIC = "public", "A parent, carer or neighbour"
        PROFESSIONAL = "professional", "Someone who works with children"

    settings = ParentalKey("siteinfo.BoardSettings", on_delete=models.CASCADE, related_name="contacts")
    label = models.CharField(max_length=120, help_text="Who answers, such as Children’s First Contact Service.")
    for_whom = models.CharField("for whom", max_length=20, choices=ForWhom, default=ForWhom.EVERYONE)
    phone = models.CharField("telephone", max_length=40, validators=[validate_telephone])
    hours = models.CharField(max_length=160, blank=True, help_text="When the telephone is answered.")
    out_of_hours_phone = models.CharField(
        "telephone out of hours", max_length=40, blank=True, validators=[validate_telephone]
    )
    out_of_hours = models.CharField(
        "out of hours", max_length=160, blank=True, help_text="Such as: at night, at weekends and on bank holidays."
    )
    text_number = models.CharField(
        "number for text messages", max_length=40, blank=True, validators=[validate_text_number]
    )
    chat_url = models.URLField("web chat", blank=True, max_length=500, help_text="The address of the chat.")
    what_happens_next = models.CharField(
        max_length=300, blank=True, help_text="One or two plain sentences: who answers, what they ask, what they do."
    )

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("for_whom")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("hours")]),
        FieldRowPanel([FieldPanel("out_of_hours_phone"), FieldPanel("out_of_hours")]),
        FieldRowPanel([FieldPanel("text_number"), FieldPanel("chat_url")]),
        FieldPanel("what_happens_next"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "contact"

    def __str__(self) -> str:
        return f"{self.label}: {self.phone}"

    @property
    def phone_url(self) -> str:
        """Return the number as a ``tel:`` URL."""
        return phone_url(self.phone)

    @property
    def out_of_hours_url(self) -> str:
        """Return the out-of-hours number as a ``tel:`` URL."""
        return phone_url(self.out_of_hours_phone)

    @property
    def text_url(self) -> str:
        """Return the number for text messages as an ``sms:`` URL (RFC 5724)."""
        return "sms:" + dialled(self.text_number)
