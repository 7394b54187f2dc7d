"""The settings of the board, one set per Site."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from board.siteinfo.edit_conflicts import EditConflictForm
from board.siteinfo.panels import RestrictedFieldPanel
from board.siteinfo.telephone import phone_url, validate_telephone

validate_web_address = URLValidator(schemes=["http", "https"])


@register_setting(icon="home", order=100)
class BoardSettings(BaseSiteSetting, ClusterableModel):
    """The board's name, its chair, its contacts, and how readers are kept safe."""

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
        help_text=(
            "For a board with a single moderator. Statements always take two people, whatever is set here. The chair "
            "is told of each change."
        ),
    )

    front_door_name = models.CharField(
        "name of your front door",
        max_length=120,
        blank=True,
        help_text="What people call the service that takes reports, such as Children’s First Contact Service.",
    )

    exit_url = models.URLField(
        "where “Leave this page” leads",
        default="https://www.bbc.co.uk/weather",
        validators=[validate_web_address],
        help_text="A page elsewhere that anybody might look at. Not a page of this site.",
    )
    neutral_title = models.CharField(
        max_length=60,
        blank=True,
        help_text=(
            "Shown in the browser’s tab and history in place of every page’s title, such as “Ashmere information”. "
            "It hides what was read, but people who use a screen reader then can’t tell tabs apart. "
            "Empty: each page’s own title."
        ),
    )

    media_contact_name = models.CharField("name or team", max_length=120, blank=True)
    media_contact_phone = models.CharField("telephone", max_length=40, blank=True, validators=[validate_telephone])
    media_contact_email = models.EmailField("email", blank=True)
    media_contact_hours = models.CharField("hours", max_length=120, blank=True)

    security_contact = models.EmailField(
        "email for reports of a security fault",
        blank=True,
        help_text="Published in /.well-known/security.txt, where finders of faults look.",
    )

    board_panels = [
        MultiFieldPanel([FieldPanel("board_name"), FieldPanel("area"), FieldPanel("strapline")], heading="The board"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("chair_name"), FieldPanel("chair_role")])],
            heading="The independent chair",
        ),
        MultiFieldPanel(
            [
                RestrictedFieldPanel(
                    "one_person_may_publish",
                    permission="siteinfo.relax_second_person",
                    read_only_help_text=(
                        "An administrator sets this, for it lifts a rule that binds you. The chair is told of "
                        "each change."
                    ),
                )
            ],
            heading="Publishing",
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
    contact_panels = [
        FieldPanel("front_door_name"),
        InlinePanel(
            "contacts",
            heading="Who to ring",
            label="contact",
            help_text="In the order readers should see them. Every public page shows them; 999 stands first by itself.",
        ),
    ]
    alert_panels = [
        InlinePanel(
            "alerts",
            heading="Alerts over every page",
            label="alert",
            help_text="Each comes and goes by itself. Several at once: the most urgent stands first.",
        ),
    ]
    safety_panels = [
        MultiFieldPanel([FieldPanel("exit_url"), FieldPanel("neutral_title")], heading="Readers who may be watched"),
        MultiFieldPanel([FieldPanel("security_contact")], heading="Security"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(board_panels, heading="The board"),
            ObjectList(contact_panels, heading="Who to ring"),
            ObjectList(alert_panels, heading="Alerts"),
            ObjectList(safety_panels, heading="Safety"),
        ],
        base_form_class=EditConflictForm,
    )

    class Meta:
        verbose_name = "About the board"
        permissions = [("relax_second_person", "Can let one person write and publish an ordinary item")]

    def __str__(self) -> str:
        return self.board_name

    def clean(self) -> None:
        super().clean()
        if self.exit_url and self.site_id and self.exit_url.startswith(self.site.root_url):
            raise ValidationError({"exit_url": "Choose a page elsewhere: this one is on the board’s own site."})

    @property
    def media_contact_phone_url(self) -> str:
        """Return the number for the media as a ``tel:`` URL."""
        return phone_url(self.media_contact_phone)


class FooterLink(Orderable):
    """A link in the footer of every page."""

    settings = ParentalKey(BoardSettings, on_delete=models.CASCADE, related_name="footer_links")
    page = models.ForeignKey("basepage.BasePage", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = "footer link"

    def __str__(self) -> str:
        return self.page.title
