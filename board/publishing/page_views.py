"""Wagtail's views of pages, in which an action is taken once, however often it is sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from board.basepage.dependants import effects_of_taking_down, is_home_page, reason_to_keep_home_page
from board.basepage.models import BasePage
from board.clients import is_script

from .editor_messages import reason_not_taken, report_decision
from .permissions import workable_pages

# The fields by which the edit form asks for an action of the workflow, and what each asks for.
WORKFLOW_FIELDS = {"action-submit": "submit", "action-restart-workflow": "submit", "action-cancel-workflow": "cancel"}


class BoardEditView(EditView):
    """
    The edit form of every page.

    Wagtail looks at the workflow when a request comes in, and acts on it later. Of two requests for the same action (a
    double click, the browser's retry, a second tab) the later one would find no task any more and fail, or save a
    draft in the name of a user who has changed nothing.
    """

    @cached_property
    def requested_action(self) -> str:
        """Return the action of the workflow that the form asks for, such as ``approve``, or an empty string."""
        posted = self.request.POST
        for field, action in WORKFLOW_FIELDS.items():
            if posted.get(field):
                return action
        return posted.get("workflow-action-name", "") if posted.get("action-workflow-action") else ""

    @cached_property
    def is_cancelling_workflow(self) -> bool:
        """Return whether the form cancels a review that has not ended yet."""
        return bool(super().is_cancelling_workflow and self.workflow_state.is_active)

    def form_valid(self, form):
        """
        Save the form, and take the action of the workflow that it asks for, unless that was taken already.

        The page's row is locked meanwhile. What the board's rules refuse is raised after the transaction, so that what
        was typed is saved. A background save without a change saves nothing.
        """
        if self.expects_json_response and not form.has_changed():
            return JsonResponse({"success": True, "pk": self.page.pk})
        if not self.requested_action:
            return super().form_valid(form)
        with transaction.atomic():
            self.real_page_record.lock_row()
            if reason := reason_not_taken(self.page, self.request.user, self.requested_action):
                return self.save_without_action(form, reason)
            self.task_state = self.page.current_workflow_task_state
            try:
                return super().form_valid(form)
            except (ValidationError, IntegrityError) as error:
                refusal = error
        raise refusal

    def form_invalid(self, form):
        """Say what was done already, or show the form again with what was typed."""
        if not self.requested_action:
            return super().form_invalid(form)
        with transaction.atomic():
            self.real_page_record.lock_row()
            reason = reason_not_taken(self.page, self.request.user, self.requested_action)
            if reason and form.is_valid() and not form.has_changed():
                return self.save_without_action(form, reason)
            return super().form_invalid(form)

    def save_without_action(self, form, reason: str):
        """Give the reason why an action is not taken, and save as a draft what was typed."""
        messages.info(self.request, reason)
        if not form.has_changed():
            return self.redirect_away()
        self.lock = self.page.get_lock()
        self.locked_for_user = self.lock is not None and self.lock.for_user(self.request.user)
        if self.locked_for_user:
            return super().form_invalid(form)
        self.has_content_changes = True
        return self.save_action()

    def add_save_confirmation_message(self) -> None:
        """Say what a decision has led to, instead of that the page has been updated."""
        if self.action_name == "perform_workflow_action" and self.task_state:
            report_decision(self.request, self.page, self.task_state)
        else:
            super().add_save_confirmation_message()


class BoardWorkflowActionView(WorkflowActionView):
    """The decision on a page from the admin's home page, reports and lists."""

    def dispatch(self, request, *args, **kwargs):
        """Take the action, or give the reason why it is not taken, if the page is one of the user's own board."""
        is_own = request.method == "POST" and workable_pages(request.user).filter(pk=self.object.pk).exists()
        reason = reason_not_taken(self.object, request.user, self.action_name) if is_own else ""
        if not reason:
            return super().dispatch(request, *args, **kwargs)
        messages.warning(request, reason)
        if is_script(request):
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)

    def post(self, request, *args, **kwargs):
        """Take the action, and say what it has led to."""
        response = super().post(request, *args, **kwargs)
        report_decision(request, self.object, self.task_state)
        return response


class BoardUnpublishView(UnpublishView):
    """The question before a page is unpublished, with what else readers lose."""

    template_name = "publishing/confirm_unpublish.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "effects": effects_of_taking_down(self.object)}


class BoardUnpublishBulkAction(UnpublishBulkAction):
    """The question before several pages are unpublished, with what else readers lose of each."""

    template_name = "publishing/confirm_bulk_unpublish.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        home_pages = [each["item"] for each in context["items_with_no_access"] if is_home_page(each["item"])]
        return {**context, "kept_home_pages": [reason_to_keep_home_page(page) for page in home_pages]}

    def object_context(self, page):
        return {**super().object_context(page), "effects": effects_of_taking_down(page)}


class BoardSetPrivacyView(SetPrivacyView):
    """The privacy of a page, which with a home page is that of the whole site."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if is_home_page(self.page):
            form.fields[
                "restriction_type"
            ].help_text = "This is a home page: what you choose holds for every page of the site."
        return form


class BoardPageViewSet(PageViewSet):
    """Wagtail's views of every page type, with these in place of its own."""

    model = BasePage
    edit_view_class = BoardEditView
    set_privacy_view_class = BoardSetPrivacyView
    unpublish_view_class = BoardUnpublishView
    workflow_action_view_class = BoardWorkflowActionView
