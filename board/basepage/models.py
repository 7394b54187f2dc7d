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
from wagtail.models import AbstractPage, DefaultBasePageMixin, Site

# The docs of Wagtail 8.0 name no public path for it; the swap needs it as soon as there is a Meta.
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index
from wagtail.url_routing import RouteResult

from board.approvals.rule import NOT_APPROVED
from board.approvals.sealing import DIGESTS, columns_of_words, seal
from board.siteinfo.page_metadata import PageMetadata
from board.siteinfo.site_info import board_settings

from .forms import BasePageCopyForm
from .managers import BasePageManager
from .privacy import nobody_is_kept_out
from .routing import route
from .search_data import LabelledValue, SearchData
from .structured_data import breadcrumbs, events

# The Unicode categories of characters that leave ink: letters, numbers, punctuation and symbols.
VISIBLE = "LNPS"
# Of the pages right under the root of the tree.
HOME_DEPTH = 2


class BasePage(AbstractPage, DefaultBasePageMixin):
    """
    Wagtail's page with what every page of the board carries, and nothing else.

    Kept column-compatible with ``wagtailcore.Page`` so that the way back to the stock page stays open.
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
    # Never in a form or a revision. save() sets both: the digest of the words, and the same again where the chair has
    # approved them and the time for them has come.
    statement_digest = models.CharField(max_length=80, blank=True, default="", editable=False)
    approved_digest = models.CharField(max_length=80, blank=True, default="", editable=False)

    # What a reader sees beside the streams, and what is no part of an approval: a page type with more fields adds
    # each to one of the two (a system check asks for it).
    public_fields: tuple[str, ...] = ("title", "seo_title", "search_description", "summary")
    fields_outside_approval: tuple[str, ...] = ()

    # What a line in a list shows of the page, and what its address is made of.
    teaser_fields: tuple[str, ...] = ("title", "summary", "path", "depth", "url_path", "last_published_at")

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
        """Return the live pages above this one, from the home page down: what its breadcrumbs show."""
        return list(self.get_ancestors().live().filter(depth__gt=1))

    def describe(self, request) -> str:
        """Return what a search engine shows of a page that says nothing of itself: its title and whose it is."""
        return f"{self.title}: {board_settings(request).board_name}"

    def get_search_data(self) -> SearchData:
        """Return the facets and the date of the page in the search index; page types add theirs."""
        return SearchData(kind=LabelledValue("page", "Page"))

    def get_page_metadata(self, request) -> PageMetadata:
        """Return what the page tells machines; page types add to it."""
        address = self.get_full_url(request)
        site = Site.find_for_request(request)
        if site and site.root_page.depth == HOME_DEPTH and self.is_child_of(site.root_page):
            # The page above is at hand already: nothing to ask the database for.
            self.trail = [site.root_page] if site.root_page.live else []
        steps = [(page.title, page.get_full_url(request)) for page in self.trail]
        data = events(self, address, site) if site else []
        if steps:
            data.append(breadcrumbs([*steps, (self.title, address)]))
        return PageMetadata(
            title=self.seo_title or self.title,
            address=address,
            description=self.search_description or self.summary or self.describe(request),
            data=data,
        )

    def get_context(self, request, *args, **kwargs):
        """Add the page's ``metadata``."""
        return super().get_context(request, *args, **kwargs) | {"metadata": self.get_page_metadata(request)}

    def clean(self) -> None:
        """Refuse a title that nobody can see: its links in lists would be empty."""
        super().clean()
        if not any(unicodedata.category(character)[0] in VISIBLE for character in self.title):
            raise ValidationError({"title": "Give the page a title that readers can see."})

    @transaction.atomic
    def save(self, *args, **kwargs):
        """
        Save the page, sealed: with the digest of its words and of what the chair approved.

        A new page that may not be live becomes a draft; one that is there already raises ``ValidationError`` with
        the code ``statement_not_approved`` and every reason.
        """
        update_fields = kwargs.get("update_fields")
        if update_fields is None:
            seal(self)
        elif columns_of_words(type(self)) & set(update_fields):
            seal(self, update_fields)
            kwargs["update_fields"] = [*update_fields, *DIGESTS]
        return super().save(*args, **kwargs)

    @transaction.atomic
    def save_revision(self, *args, **kwargs):
        """Save a revision, with the page's row locked first: an approval takes its locks in the same order."""
        self.lock_row()
        return super().save_revision(*args, **kwargs)

    def lock_row(self) -> None:
        """Lock the page's row until the transaction ends, so that approving, publishing and taking down queue."""
        BasePage.objects.lock(self.pk)

    def permissions_for_user(self, user):
        """Return what a user may do to the page by the board's rules (docs/publishing-rules.md)."""
        return import_string(settings.PAGE_PERMISSION_TESTER)(user, self)

    @classmethod
    def route_for_request(cls, request, path):
        """Return where a request leads, kept on the request as Wagtail keeps it."""
        if not hasattr(request, "_wagtail_route_for_request"):
            request._wagtail_route_for_request = route(BasePage, request, path)  # noqa: SLF001
        return request._wagtail_route_for_request  # noqa: SLF001

    def get_view_restrictions(self):
        """Return who may see the page; nothing is asked of it where no page of the site is private."""
        nothing = nobody_is_kept_out()
        return super().get_view_restrictions() if nothing is None else nothing

    def get_notice(self):
        """
        Return what stands at the address of a page that is not live, or ``None`` where nothing does.

        It comes from the first function registered for the hook ``find_page_notice`` that returns something when it
        is called with the page, and has a method ``serve(request)``.
        """
        return next(filter(None, (find(self) for find in hooks.get_hooks("find_page_notice"))), None)

    def route(self, request, path_components):
        """Find the page for an address; one that is not live keeps its own while a notice stands there."""
        if not path_components and not self.live and self.get_notice():
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request, *args, **kwargs):
        """Return the page, or the notice in its place; raise ``Http404`` where it is not live and there is none."""
        if self.live:
            return super().serve(request, *args, **kwargs)
        if notice := self.get_notice():
            return notice.serve(request)
        raise Http404("This page is not public.")

    def with_content_json(self, content):
        """Return the page with a revision's content, but the digests of the stored row: they never travel."""
        page = super().with_content_json(content)
        page.statement_digest = self.statement_digest
        page.approved_digest = self.approved_digest
        return page
