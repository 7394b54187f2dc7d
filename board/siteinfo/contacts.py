"""Whom a reader can ring: the model, the national helplines, and the order in which readers are offered them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from .telephone import dialled, phone_url, validate_telephone


class Contact(Orderable):
    """A service that answers, and for whom it is."""

    class ForWhom(models.TextChoices):
        """The readers that the contacts are split by, in the order in which a page shows them."""

        EVERYONE = "everyone", "Everyone"
        CHILD = "child", "A child or young person"
        PUBLIC = "public", "A parent, carer or neighbour"
        PROFESSIONAL = "professional", "Someone who works with children"

    settings = ParentalKey("siteinfo.BoardSettings", on_delete=models.CASCADE, related_name="contacts")
    label = models.CharField(max_length=120, help_text="Who answers, such as Children’s First Contact Service.")
    for_whom = models.CharField("for whom", max_length=20, choices=ForWhom, default=ForWhom.EVERYONE)
    phone = models.CharField("telephone", max_length=40, validators=[validate_telephone])
    hours = models.CharField(max_length=160, blank=True, help_text="When somebody answers.")
    out_of_hours_phone = models.CharField(
        "telephone out of hours", max_length=40, blank=True, validators=[validate_telephone]
    )
    out_of_hours = models.CharField(
        "out of hours", max_length=160, blank=True, help_text="Such as: at night, at weekends and on bank holidays."
    )
    text_number = models.CharField(
        "number for text messages", max_length=40, blank=True, validators=[validate_telephone]
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
        """Return the number as an address that a phone can ring."""
        return phone_url(self.phone)

    @property
    def out_of_hours_url(self) -> str:
        """Return the number for nights and weekends as a ``tel:`` address."""
        return phone_url(self.out_of_hours_phone)

    @property
    def text_url(self) -> str:
        """Return the number for messages as an ``sms:`` address (RFC 5724)."""
        return "sms:" + dialled(self.text_number)


def childline() -> Contact:
    """Return the helpline for children, which answers all over the country."""
    return Contact(
        label="Childline",
        for_whom=Contact.ForWhom.CHILD,
        phone="0800 1111",
        hours="Any time, day or night. It is free.",
        chat_url="https://www.childline.org.uk/get-support/1-2-1-counsellor-chat/",
    )


def nspcc() -> Contact:
    """Return the helpline for adults who are worried about a child."""
    return Contact(label="NSPCC helpline", for_whom=Contact.ForWhom.PUBLIC, phone="0808 800 5000")


class Reader(NamedTuple):
    """One kind of reader and the contacts for it."""

    heading: str
    contacts: list[Contact]


def by_reader(contacts: Iterable[Contact]) -> list[Reader]:
    """
    Return the contacts split by reader, each in the board's own order.

    The national helplines stand in for a board that has not said yet whom to ring.
    """
    offered = list(contacts) or [childline(), nspcc()]
    split = [
        Reader(str(kind.label), [contact for contact in offered if contact.for_whom == kind])
        for kind in Contact.ForWhom
    ]
    return [reader for reader in split if reader.contacts]
