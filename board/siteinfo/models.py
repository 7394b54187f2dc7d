"""What the board says about itself, one set of answers per Site."""

from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

# Short numbers such as 999 and 116 123 count; a number that a phone can't ring does not.
validate_telephone = RegexValidator(
    r"^\+?[ ()-]*(\d[ ()-]*){3,}$", "Give a telephone number that can be rung, such as 020 7946 0000."
)


def phone_url(number: str) -> str:
    """Return a number as a ``tel:`` address (RFC 3966), so that a phone can ring it."""
    return "tel:" + "".join(character for character in number if character.isdigit() or character == "+")


@register_setting(icon="home", order=100)
class BoardSettings(BaseSiteSetting, ClusterableModel):
    """The board's name, its chair, and whom to ring."""

    board_name = models.CharField(max_length=120, default="Safeguarding children board")
    area = models.CharField(max_length=80, blank=True, help_text="The place the board serves, such as Sutton.")
    strapline = models.CharField(max_length=160, blank=True, help_text="One line under the name on the home page.")

    chair_name = models.CharField("chair’s name", max_length=120, blank=True)
    chair_role = models.CharField(
        "chair’s role",
        max_length=120,
        default="Independent Chair",
        help_text="What your board calls the person who approves statements: chair, scrutineer, approver.",
    )

    one_person_may_publish = models.BooleanField(
        "one person may write and publish an ordinary item",
        default=False,
        help_text="For a board with a single moderator. Statements always take two people, whatever is set here.",
    )

    media_contact_name = models.CharField("name or team", max_length=120, blank=True)
    media_contact_phone = models.CharField("telephone", max_length=40, blank=True, validators=[validate_telephone])
    media_contact_email = models.EmailField("email", blank=True)
    media_contact_hours = models.CharField("hours", max_length=120, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("board_name"), FieldPanel("area"), FieldPanel("strapline")], heading="The board"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("chair_name"), FieldPanel("chair_role")])],
            heading="The independent chair",
        ),
        MultiFieldPanel([FieldPanel("one_person_may_publish")], heading="Publishing"),
        InlinePanel(
            "contacts",
            heading="Who to ring",
            label="contact",
            help_text="In the order readers should see them. Every public page shows them.",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("media_contact_name"), FieldPanel("media_contact_hours")]),
                FieldRowPanel([FieldPanel("media_contact_phone"), FieldPanel("media_contact_email")]),
            ],
            heading="Contact for the media",
        ),
        InlinePanel("footer_links", heading="Links at the foot of every page", label="link"),
    ]

    class Meta:
        verbose_name = "About the board"

    def __str__(self) -> str:
        return self.board_name


class Contact(Orderable):
    """One number to ring, and for whom it is."""

    class ForWhom(models.TextChoices):
        """The readers that the contacts are split by."""

        EVERYONE = "everyone", "Everyone"
        CHILD = "child", "A child or young person"
        PUBLIC = "public", "A parent, carer or neighbour"
        PROFESSIONAL = "professional", "Someone who works with children"

    settings = ParentalKey(BoardSettings, on_delete=models.CASCADE, related_name="contacts")
    label = models.CharField(max_length=120, help_text="Who answers, such as Children’s First Contact Service.")
    phone = models.CharField("telephone", max_length=40, validators=[validate_telephone])
    hours = models.CharField(max_length=160, blank=True, help_text="When somebody answers.")
    for_whom = models.CharField("for whom", max_length=20, choices=ForWhom, default=ForWhom.EVERYONE)

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("for_whom")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("hours")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "contact"

    def __str__(self) -> str:
        return f"{self.label}: {self.phone}"

    @property
    def phone_url(self) -> str:
        """Return the number as an address that a phone can ring."""
        return phone_url(self.phone)


class FooterLink(Orderable):
    """A link at the foot of every page."""

    settings = ParentalKey(BoardSettings, on_delete=models.CASCADE, related_name="footer_links")
    page = models.ForeignKey("basepage.BasePage", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = "footer link"

    def __str__(self) -> str:
        return self.page.title
