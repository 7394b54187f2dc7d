"""The approval rule in Wagtail's admin and on the public page."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.http import Http404
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from board.approvals.rule import may_be_live
from board.approvals.serving import matches_approval, raise_alarm
from board.basepage.dependants import effects_of_taking_down
from board.basepage.models import BasePage

from .approved_files import reasons_against_files
from .editor_messages import (
    after_saving,
    name_hidden_links,
    publication_error,
    remind_of_pending_statements,
    remind_of_waiting_versions,
    warn_of_hidden_information,
    warn_of_pages_left_out,
    warn_of_required_approval,
    warn_of_statement_wording,
)
from .file_forms import MODERATORS_MOVE_IT
from .file_views import DocumentEditView, ImageEditView
from .page_views import BoardPageViewSet, BoardUnpublishBulkAction
from .register_admin import StatementRegisterAdmin
from .replacements import may_move
from .reviewers import SECOND_PERSON_CHANGED

modeladmin_register(StatementRegisterAdmin)
hooks.register("after_create_page", after_saving)
hooks.register("after_edit_page", after_saving)
hooks.register("register_bulk_action", BoardUnpublishBulkAction, order=1)


@hooks.register("register_admin_urls")
def register_publishing_urls() -> list:
    """Return the addresses of the decision, the held statements and the withdrawal."""
    return [path("approvals/", include("board.publishing.urls"))]


@hooks.register("register_admin_viewset")
def register_page_viewset() -> BoardPageViewSet:
    """Return the views of every page type."""
    return BoardPageViewSet()


@hooks.register("insert_editor_js")
def insert_editor_script() -> str:
    """Return the script that stops autosave for a form that has been sent."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin.js"))


@hooks.register("register_admin_urls", order=-1)
def register_edit_views() -> list:
    """Return the addresses of the forms of documents and images, which take those of Wagtail's own views."""
    return [
        path("documents/edit/<int:document_id>/", DocumentEditView.as_view()),
        path("images/<int:image_id>/", ImageEditView.as_view()),
    ]


@hooks.register("register_reports_menu_item")
def register_waiting_menu_item() -> MenuItem:
    """Return the menu item of the files that wait."""
    url = reverse("publishing:waiting_versions")
    return MenuItem("Files that wait", url, name="waiting-files", icon_name="time", order=51)


@hooks.register("register_reports_menu_item")
def register_held_menu_item() -> MenuItem:
    """Return the menu item of the held statements."""
    return MenuItem("Held statements", reverse("publishing:held"), name="held-statements", icon_name="time", order=50)


@hooks.register("register_permissions")
def register_second_person_permission():
    """Return the permission to let one person publish, which Settings → Groups then offers; no group begins with it."""
    return Permission.objects.filter(content_type__app_label="siteinfo", codename="relax_second_person")


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Register the log actions for a change of whether one person may publish, and for versions of public files."""
    actions.register_action("media.release", "Let out a new version of a file", "New version of a file let out")
    actions.register_action("media.discard", "Discard a new version of a file", "New version of a file discarded")

    @actions.register_action(SECOND_PERSON_CHANGED)
    class SecondPersonFormatter(LogFormatter):
        label = "Change how many people publish an ordinary item"

        def format_message(self, log_entry) -> str:
            """Return what holds since."""
            if log_entry.data.get("one_person_may_publish"):
                return "One person may write and publish an ordinary item"
            return "Two people publish every item"


@hooks.register("before_serve_page", order=-100)
def refuse_unapproved_page(page, request, args, kwargs) -> None:
    """Raise ``Http404`` and an alarm for a live page that does not show what was approved."""
    if page.live and not matches_approval(page):
        raise_alarm(page, "It does not show what the chair approved; readers are told that it is not there.")
        raise Http404("This page is not what was approved.")


@hooks.register("before_publish_page")
def refuse_publication(request, page):
    """Lead back to the edit form with every reason, before Wagtail tries what the seal would refuse."""
    error = publication_error(page, request.user)
    if error is None:
        return None
    messages.error(request, " ".join(error.messages))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page")
def warn_reviewer(request, page) -> None:
    """Tell the moderator who opens a page under review what its writer was told."""
    if request.method == "GET" and page.workflow_in_progress:
        warn_of_statement_wording(request, page)
        name_hidden_links(request, page)


@hooks.register("before_edit_page")
def say_that_page_needs_chair(request, page) -> None:
    """Say on the edit form of a page that carried a statement that it needs the chair."""
    if request.method == "GET":
        warn_of_required_approval(request, page)


@hooks.register("before_edit_page")
def warn_before_publication(request, page) -> None:
    """Warn about the documents of a page that has changes to be published."""
    if request.method == "GET" and (page.has_unpublished_changes or not page.live):
        warn_of_hidden_information(request, page)


@hooks.register("before_delete_page")
def say_what_deletion_takes_along(request, page) -> None:
    """Say on the question before a public page is deleted what else readers lose."""
    if request.method == "GET" and page.live:
        for effect in effects_of_taking_down(page):
            messages.warning(request, effect)


@hooks.register("construct_page_action_menu")
def remove_publish_action(menu_items, request, context) -> None:
    """Offer Publish only where the words as they are saved may be public."""
    page = context.get("page")
    if page and not may_be_live(page):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_bulk_action")
def explain_bulk_refusals(request, action_type, objects, action) -> None:
    """Lock the pages of a bulk action, read them again, and name those that are left out."""
    if action.model is not BasePage or action_type not in {"delete", "move", "publish", "unpublish"}:
        return
    # Wagtail read them, and asked for the permissions, before this transaction began.
    ids = [page.pk for page in objects]
    BasePage.objects.lock(*ids)
    current = BasePage.objects.in_bulk(ids)
    objects[:] = [current[pk] for pk in ids if pk in current and action.check_perm(current[pk])]
    warn_of_pages_left_out(request, action_type, objects)


@hooks.register("before_bulk_action")
def leave_out_files_of_public_pages(request, action_type, objects, action):
    """Hold a bulk move between collections to what the form of a document or image asks."""
    if action_type != "add_to_collection":
        return None
    collection = action.cleaned_form.cleaned_data["collection"]
    for file in [file for file in objects if not may_move(file, collection, request.user)]:
        objects.remove(file)
        messages.warning(request, f"“{file.title}” was left out. {MODERATORS_MOVE_IT}")
    return None if objects else redirect(action.next_url)


@hooks.register("before_bulk_action", order=10)
def leave_out_pages_with_unready_files(request, action_type, objects, action):
    """Hold a bulk publication to what the edit form, which it does not pass, asks of files."""
    if action.model is not BasePage or action_type != "publish":
        return None
    with_descendants = action.cleaned_form.cleaned_data["include_descendants"]
    for page in list(objects):
        published = [page, *(page.get_descendants().not_live() if with_descendants else [])]
        reasons = [reason for each in published for reason in reasons_against_files(each.specific)]
        if reasons:
            objects.remove(page)
            messages.warning(request, f"“{page.get_admin_display_title()}” was left out. {' '.join(reasons)}")
    return None if objects else redirect(action.next_url)


@hooks.register("construct_homepage_panels")
def add_reminders(request, panels) -> None:
    """Remind the chair and others of pending statements, and moderators of files, on the admin's home page."""
    remind_of_pending_statements(request)
    remind_of_waiting_versions(request)
