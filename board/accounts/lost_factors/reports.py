"""The report of lost second factors."""

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from board.admin import BoardReportView

from .models import FactorReset
from .views import may_see_resets


class FactorResetReport(BoardReportView):
    """Resets of lost second factors, the newest first, for those who take part in them."""

    model = FactorReset
    page_title = "Lost second factors"
    header_icon = "key"
    index_url_name = "lost_factors_report"
    index_results_url_name = "lost_factors_report_results"
    columns = [
        TitleColumn(
            "user_name",
            label="Account",
            get_url=lambda reset: reverse("lost_factors:reset", args=[reset.pk]),
            width="35%",
        ),
        DateColumn("started_at", label="Started", width="15%"),
        Column("state", label="State", width="35%"),
        DateColumn("ended_at", label="Ended", width="15%"),
    ]
    export_filename = "lost-second-factors"
    export_headings = {"user_name": "Account", "started_at": "Started", "state": "State", "ended_at": "Ended"}
    list_export = list(export_headings)

    @classmethod
    def is_open_to(cls, user) -> bool:
        return may_see_resets(user)

    def get_base_queryset(self) -> QuerySet[FactorReset]:
        return FactorReset.objects.prefetch_related("events")
