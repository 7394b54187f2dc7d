"""The statement register in the admin: read, filtered and exported, never changed."""

from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from board.admin import BoardIndexView
from board.approvals.models import ApprovalEvent, StatementApproval
from board.approvals.rule import format_local

from .evidence import published_key, review_of
from .permissions import visible_approvals
from .removal import may_propose_removal, open_proposal, page_of
from .reviewers import is_chair


class RegisterPermissionHelper(PermissionHelper):
    """Lets all users of the admin read the register of the pages that they work on, and none write in it."""

    def user_can_list(self, user) -> bool:
        return user.has_perm("wagtailadmin.access_admin")

    def user_has_any_permissions(self, user) -> bool:
        return self.user_can_list(user)

    def user_can_inspect_obj(self, user, obj) -> bool:
        return self.user_can_list(user) and visible_approvals(user).filter(pk=obj.pk).exists()

    def user_can_create(self, user) -> bool:
        return False

    def user_can_edit_obj(self, user, obj) -> bool:
        return False

    def user_can_delete_obj(self, user, obj) -> bool:
        return False


class RegisterView(BoardIndexView):
    """The list and its export, with headings for people."""

    export_headings = {
        "page_title": "Title",
        "page_id": "Page number",
        "revision_id": "Revision number",
        "digest": "Digest",
        "at": "Approved at (UTC)",
        "user_name": "Approved by",
        "reviewer_name": "Reviewed by",
        "writer_names": "Written by",
        "release": "When it may appear",
        "release_at": "Not before (UTC)",
        "state": "State",
        "note": "Note",
    }


def release_phrase(approval: StatementApproval) -> str:
    """Return for when the words were approved."""
    if approval.release == StatementApproval.Release.AT and approval.release_at:
        return f"to appear on {format_local(approval.release_at)} and not before"
    if approval.release == StatementApproval.Release.HELD:
        return "to be held until a moderator puts it out"
    return "to be published at once"


def approval_sentences(approval: StatementApproval) -> list[str]:
    """Return who approved, reviewed and wrote the words, and when, in sentences."""
    review = review_of(approval)
    when = f" on {format_local(review.at)}" if review else ""
    sentences = [
        f"{approval.user_name} approved this on {format_local(approval.at)}, {release_phrase(approval)}.",
        f"{approval.reviewer_name} reviewed it before{when}.",
        f"Written by {approval.writer_names or 'no one on record'}.",
    ]
    return [*sentences, f"Note: {approval.note}"] if approval.note else sentences


def event_sentence(event: ApprovalEvent) -> str:
    """Return what became of an approval, when and why."""
    reason = f" Reason: {event.reason}" if event.reason else ""
    return f"{event.sentence}, on {format_local(event.at)}.{reason}"


def removal_sentence(removal) -> str:
    """Return who removed the words of an approval, when and why."""
    return (
        f"The words and files were removed on {format_local(removal.at)}: {removal.proposer_name} proposed it on "
        f"{format_local(removal.proposed_at)}, {removal.user_name} confirmed it. Reason: {removal.reason}"
    )


class RegisterEntryView(InspectView):
    """One entry, in sentences, with the approved words and files."""

    def get_context_data(self, **kwargs):
        """Add what the register holds of the approval, and what this user may do."""
        approval = self.instance
        removal = getattr(approval, "removal", None)
        page = page_of(approval)
        events = [event_sentence(event) for event in approval.events.order_by("pk")]
        return {
            **super().get_context_data(**kwargs),
            "sentences": approval_sentences(approval),
            "events": [*events, removal_sentence(removal)] if removal else events,
            "words": getattr(approval, "words", None),
            "files": approval.files.order_by("pk"),
            "key": published_key(),
            "can_withdraw": StatementApproval.objects.standing().filter(pk=approval.pk).exists(),
            "may_let_go": bool(page and page.approval_required and is_chair(self.request.user, page)),
            "removal": removal,
            "proposal": open_proposal(approval),
            "may_remove": may_propose_removal(self.request.user, approval),
        }


class StatementRegisterAdmin(ModelAdmin):
    """The read-only list of approvals."""

    model = StatementApproval
    menu_label = "Statement register"
    menu_icon = "openquote"
    menu_order = 280
    base_url_path = "statement-register"
    permission_helper_class = RegisterPermissionHelper
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_template_name = "publishing/register_entry.html"
    index_view_class = RegisterView
    inspect_view_class = RegisterEntryView
    list_display = ("entry_title", "approved_at", "user_name", "reviewer_name", "state")
    list_filter = ("at", "release", "user_name")
    search_fields = ("page_title", "user_name", "digest")
    list_export = tuple(RegisterView.export_headings)
    export_filename = "statement-register"

    def get_queryset(self, request):
        """Return the approvals that the user may read."""
        return super().get_queryset(request).filter(pk__in=visible_approvals(request.user).values("pk"))

    def entry_title(self, approval: StatementApproval) -> str:
        """Return the title, or what stands for one that was removed."""
        return approval.title

    entry_title.short_description = "Title"  # type: ignore[attr-defined]
    entry_title.admin_order_field = "page_title"  # type: ignore[attr-defined]

    def approved_at(self, approval: StatementApproval) -> str:
        """Return when the words were approved, as every other page of the admin writes it."""
        return format_local(approval.at)

    approved_at.short_description = "Approved"  # type: ignore[attr-defined]
    approved_at.admin_order_field = "at"  # type: ignore[attr-defined]
