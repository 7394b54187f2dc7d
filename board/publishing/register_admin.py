"""The statement register in the admin: read, filtered and exported, never changed."""

from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from board.approvals.models import StatementApproval
from board.exports import WordsExportMixin

from .permissions import visible_approvals


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


class RegisterView(WordsExportMixin, IndexView):
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
    inspect_view_fields = list(RegisterView.export_headings)
    list_display = ("page_title", "at", "user_name", "reviewer_name", "state")
    list_filter = ("at", "release", "user_name")
    search_fields = ("page_title", "user_name", "digest")
    list_export = tuple(RegisterView.export_headings)
    export_filename = "statement-register"

    def get_queryset(self, request):
        """Return the approvals that the user may read."""
        return super().get_queryset(request).filter(pk__in=visible_approvals(request.user).values("pk"))
