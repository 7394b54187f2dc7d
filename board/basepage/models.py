"""The one page model that all others extend: Wagtail's swapped base page (docs/decisions/0001)."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import AbstractPage, DefaultBasePageMixin, Site, TaskState

# The docs of Wagtail 8.0 name no public path for it; the swap needs it as soon as there is a Meta.
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index
from wagtail.url_routing import RouteResult

from board.approvals.models import StatementApproval
from board.approvals.rule import NOT_APPROVED
from board.approvals.sealing import SEAL_FIELDS, content_columns, seal
from board.siteinfo.page_metadata import PageMetadata
from board.siteinfo.site_info import board_settings

from .forms import BasePageCopyForm
from .managers import BasePageManager, all_view_restrictions
from .routing import route
from .search_data import LabelledValue, SearchData
from .structured_data import breadcrumbs, events

# The Unicode categories of visible characters: letters, numbers, punctuation and symbols.
VISIBLE = "LNPS"
# The depth of a site's root page.
HOME_DEPTH = 2


class BasePage(AbstractPage, DefaultBasePageMixin):
    """
    Wagtail's page with what every page of the board carries, and nothing else.

    Kept column-compatible with ``wagtailcore.Page`` so that a return to the stock page stays possible.
    Listings and search results are built from these columns alone.
    """

    summary = models.CharField(
        max_length=300,
        blank=True,
        help_text="One or two plain sentences, shown in lists and search results.",
    )
    review_by = models.DateField(
        "review by",
        null=True,
        blank=True,
        help_text=(
            "When somebody should check that this page is still right. Readers of a resource see the day, and readers "
            "of any page that it has passed."
        ),
    )
    # Never in a form or a revision. save() sets all three: the digest of the words, the same again where the chair has
    # approved them and the time for them has come, and whether the page needs the chair whatever its words are.
    statement_digest = models.CharField(max_length=80, blank=True, default="", editable=False)
    approved_digest = models.CharField(max_length=80, blank=True, default="", editable=False)
    approval_required = models.BooleanField(default=False, editable=False)

    # What a reader sees beside the streams, and what an approval does not cover. A page type adds each further field
    # to one of the two, which a system check enforces.
    public_fields: tuple[str, ...] = ("title", "seo_title", "search_description", "summary")
    fields_outside_approval: tuple[str, ...] = ()

    # What a list shows of the page, and what its address is made of.
    teaser_fields: tuple[str, ...] = ("title", "summary", "path", "depth", "url_path", "last_published_at")

    # What stands for one page only, and is left behind by its copies: its schedule, its lock, its place in the menu and
    # the day of its review. A page type adds its own, also relations of inline children; a system check asks for unique
    # columns. An alias shows what its page shows, and leaves behind what an approval does not cover.
    exclude_fields_in_copy = [
        *("go_live_at", "expire_at", "expired"),
        *("locked", "locked_at", "locked_by"),
        "show_in_menus",
        "review_by",
    ]

    copy_form_class = BasePageCopyForm
    content_panels = [*AbstractPage.content_panels, FieldPanel("summary", widget=AdminAutoHeightTextInput)]
    promote_panels = DefaultBasePageMixin.promote_panels
    settings_panels = [
        *AbstractPage.settings_panels,
        MultiFieldPanel([FieldPanel("review_by")], heading="Review"),
    ]
    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        index.SearchField("summary"),
        index.FilterField("approved_digest"),  # live() asks for it.
    ]

    objects = BasePageManager()

    class Meta(AbstractPageMeta):
        # Holds on every way by which a row is written, on SQLite and PostgreSQL (docs/publishing-rules.md).
        constraints = [
            models.CheckConstraint(
                name=NOT_APPROVED,
                condition=models.Q(live=False)
                | models.Q(statement_digest="")
                | models.Q(statement_digest=models.F("approved_digest")),
                violation_error_code=NOT_APPROVED,
                violation_error_message="The chair has not approved exactly these words and files.",
            )
        ]

    @cached_property
    def trail(self) -> list["BasePage"]:
        """Return the live ancestors from the home page down, for the breadcrumbs."""
        return list(self.get_ancestors().live().filter(depth__gt=1))

    @property
    def public_url(self) -> str:
        """Return the page's URL where readers may see the page; otherwise an empty string."""
        return BasePage.objects.public_urls([self.pk])[self.pk]

    def default_description(self, request) -> str:
        """Return the description for search engines of a page without one: its title and the board's name."""
        return f"{self.title}: {board_settings(request).board_name}"

    def get_search_data(self) -> SearchData:
        """Return the page's facets and date in the search index; page types add theirs."""
        return SearchData(kind=LabelledValue("page", "Page"))

    def get_page_metadata(self, request) -> PageMetadata:
        """Return the metadata for the page's head; page types add theirs."""
        address = self.get_full_url(request)
        site = Site.find_for_request(request)
        if site and site.root_page.depth == HOME_DEPTH and self.is_child_of(site.root_page):
            # The parent is loaded already, which saves a query.
            self.trail = [site.root_page] if site.root_page.live else []
        steps = [(page.title, page.get_full_url(request)) for page in self.trail]
        data = events(self, address, site) if site else []
        if steps:
            data.append(breadcrumbs([*steps, (self.title, address)]))
        return PageMetadata(
            title=self.seo_title or self.title,
            address=address,
            description=self.search_description or self.summary or self.default_description(request),
            data=data,
        )

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"metadata": self.get_page_metadata(request)}

    def clean(self) -> None:
        """Refuse a title without visible characters: its links in lists would be empty."""
        super().clean()
        if not any(unicodedata.category(character)[0] in VISIBLE for character in self.title):
            raise ValidationError({"title": "Give the page a title that readers can see."})

    @transaction.atomic
    def save(self, *args, **kwargs):
        """
        Save the page, sealed: with the digest of its words and of what the chair approved.

        A new page that may not be live becomes a draft; an existing one raises ``ValidationError`` with the code
        ``statement_not_approved`` and every reason.
        """
        update_fields = kwargs.get("update_fields")
        if update_fields is None:
            if self.alias_of_id:
                self.leave_to_its_page()
            seal(self)
        elif content_columns(type(self)) & set(update_fields):
            seal(self, update_fields)
            kwargs["update_fields"] = [*update_fields, *SEAL_FIELDS]
        return super().save(*args, **kwargs)

    def leave_to_its_page(self) -> None:
        """
        Empty the fields of an alias that stand for the page which it is made of alone.

        Wagtail has no such list for aliases, and writes each anew whenever their page is published.
        """
        for name in set(self.exclude_fields_in_copy) & set(self.fields_outside_approval):
            field = self._meta.get_field(name)
            setattr(self, field.attname, field.get_default())

    @transaction.atomic
    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """
        Save a revision, with the page's row locked first: an approval takes its locks in the same order.

        An autosave overwrites the revision that it made before. Once that was submitted, approved or published it makes
        another, because review, register and log speak of the words as they were.
        """
        self.lock_row()
        if overwrite_revision:
            self.refresh_from_db(fields=["latest_revision", "live_revision"])
            if overwrite_revision == self.latest_revision and self.is_decided_on(overwrite_revision):
                overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def is_decided_on(self, revision) -> bool:
        """Return whether a revision of the page is or was under review, approved, scheduled or published."""
        return (
            revision.pk == self.live_revision_id
            or revision.approved_go_live_at is not None
            or TaskState.objects.filter(revision=revision).exists()
            or StatementApproval.objects.filter(revision_id=revision.pk).exists()
        )

    def lock_row(self) -> None:
        """Lock the page's row until the transaction ends, so that approvals, publications and withdrawals queue."""
        BasePage.objects.lock(self.pk)

    def permissions_for_user(self, user):
        """Return the permission tester of the board's rules (docs/publishing-rules.md)."""
        return import_string(settings.PAGE_PERMISSION_TESTER)(user, self)

    @classmethod
    def route_for_request(cls, request, path):
        """Return the route of a request, stored on the request as Wagtail does."""
        if not hasattr(request, "_wagtail_route_for_request"):
            request._wagtail_route_for_request = route(BasePage, request, path)  # noqa: SLF001
        return request._wagtail_route_for_request  # noqa: SLF001

    def get_view_restrictions(self):
        """Return who may see the page, without a query where no page of the site is private."""
        restrictions = all_view_restrictions()
        return super().get_view_restrictions() if restrictions else restrictions

    def get_notice(self):
        """
        Return the notice that is shown at the address of a page that is not live, or ``None``.

        It is the first that a function registered for the hook ``find_page_notice`` returns for the page, and has a
        method ``serve(request)``.
        """
        return next(filter(None, (find(self) for find in hooks.get_hooks("find_page_notice"))), None)

    def route(self, request, path_components):
        """Route to the page, also to one that is not live but has a notice."""
        if not path_components and not self.live and self.get_notice():
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request, *args, **kwargs):
        """Serve the page, or the notice in its place; raise ``Http404`` for a page that is not live and has none."""
        if self.live:
            return super().serve(request, *args, **kwargs)
        if notice := self.get_notice():
            return notice.serve(request)
        raise Http404("This page is not public.")

    def with_content_json(self, content):
        """Return the page with a revision's content, but the seal of the stored row, which revisions never carry."""
        page = super().with_content_json(content)
        for name in SEAL_FIELDS:
            setattr(page, name, getattr(self, name))
        return page
