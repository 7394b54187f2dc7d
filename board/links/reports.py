"""The report of links that need attention."""

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from board.admin import BoardReportView
from board.engines.linkcheck.outcomes import LinkOutcome

from .advice import LABELS
from .models import LinkUse


def owners(request) -> QuerySet:
    """Return the owners of pages with links."""
    users = get_user_model()
    return users.objects.filter(pk__in=LinkUse.objects.values("page__owner")).order_by(users.USERNAME_FIELD)


class BrokenLinksFilterSet(WagtailFilterSet):
    """By outcome and by the page's owner."""

    outcome = django_filters.MultipleChoiceFilter(
        label="How it was found",
        field_name="link__outcome",
        choices=[(outcome, label) for outcome, label in LABELS.items() if outcome != LinkOutcome.WORKS],
    )
    owner = django_filters.ModelChoiceFilter(label="Owner", field_name="page__owner", queryset=owners)

    class Meta:
        model = LinkUse
        fields = ["outcome", "owner"]


class LinkColumn(Column):
    """A link's URL and, for one that has moved, the new one."""

    cell_template_name = "wagtailadmin/reports/link_cell.html"


class OutcomeColumn(Column):
    """A link's outcome, the reason and what to do."""

    cell_template_name = "wagtailadmin/reports/outcome_cell.html"


class BrokenLinksReport(BoardReportView):
    """The uses of links that do not simply work, the most recent change first."""

    model = LinkUse
    page_title = "Broken links"
    header_icon = "link"
    index_url_name = "links_broken"
    index_results_url_name = "links_broken_results"
    verbose_name_plural = "links that need a look"
    filterset_class = BrokenLinksFilterSet
    columns = [
        TitleColumn("title", label="Page", get_url=lambda use: use.edit_url, width="25%"),
        Column("owner", label="Owner", accessor=lambda use: use.owner or "", width="12%"),
        LinkColumn("link", label="Link", width="28%"),
        OutcomeColumn("outcome", label="What is the matter", accessor="link", width="23%"),
        DateColumn("since", label="Since", accessor="link.since", width="12%"),
    ]
    export_filename = "broken-links"
    export_headings = {
        "title": "Page",
        "owner": "Owner",
        "link.url": "Link",
        "link.get_outcome_display": "What is the matter",
        "link.advice": "What to do",
        "link.moved_to": "New address",
        "link.since": "Since",
        "link.last_checked_at": "Last checked",
    }
    list_export = list(export_headings)

    def get_base_queryset(self) -> QuerySet[LinkUse]:
        return (
            LinkUse.objects.exclude(link__outcome__in=["", LinkOutcome.WORKS])
            .select_related("link", "page__owner", "site")
            .order_by(F("link__since").desc(), "page__title", "pk")
        )
