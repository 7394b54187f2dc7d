"""The report of failed sign-ins."""

from django.db.models import QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from board.admin import BoardReportView

from .models import SignInAttempt


class AttemptFilterSet(WagtailFilterSet):
    """Narrows the report to what was tried, and to attempts after which more was refused."""

    class Meta:
        model = SignInAttempt
        fields = ["kind", "limit_reached"]


class FailedSignInReport(BoardReportView):
    """What failed within the last 30 days, the newest first, for those who look after accounts."""

    model = SignInAttempt
    page_title = "Failed sign-ins"
    header_icon = "lock"
    index_url_name = "failed_sign_ins"
    index_results_url_name = "failed_sign_ins_results"
    filterset_class = AttemptFilterSet
    columns = [
        DateColumn("at", label="When", width="15%"),
        Column("get_kind_display", label="What was tried", width="20%"),
        Column("account", label="Account", width="20%"),
        Column("client", label="Address", width="15%"),
        Column("browser", label="Browser", width="15%"),
        Column("limit_notice", label="Limit", width="15%"),
    ]
    export_filename = "failed-sign-ins"
    export_headings = {
        "at": "When",
        "get_kind_display": "What was tried",
        "account": "Account",
        "client": "Address",
        "browser": "Browser",
        "limit_notice": "Limit",
    }
    list_export = list(export_headings)

    @classmethod
    def is_open_to(cls, user) -> bool:
        """Return whether a user may read who tried to sign in from where: who may change accounts."""
        return bool(user.has_perm("accounts.change_user"))

    def get_base_queryset(self) -> QuerySet[SignInAttempt]:
        return SignInAttempt.objects.select_related("user").order_by("-at", "-pk")
