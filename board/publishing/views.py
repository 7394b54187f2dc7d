"""The admin's views for the chair's decision, held statements and withdrawn approvals."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from wagtail.models import TaskState

from board.accounts.reauthentication import answer_fields
from board.admin import BoardAdminView
from board.approvals.digest import statement_digest
from board.approvals.models import StatementApproval
from board.approvals.rule import format_local, last_end
from board.approvals.statements import carries_statement
from board.basepage.models import BasePage

from .authorship import latest_version, writers
from .decision import displayed_content, review_by_another
from .editor_messages import reason_not_taken, warn_of_hidden_information
from .forms import DecisionForm, ReasonForm, RejectionForm, ReleaseForm, WithdrawApprovalForm
from .middleware import refusal_messages
from .models import OWN_WORDS_OF_STAND_IN, StatementApprovalTask
from .permissions import alternatives_to, held_for, may_release
from .release import held_approvals, let_go, release_held, withdraw_approval
from .reviewers import is_chair


class DecideView(BoardAdminView, TemplateView):
    """Everything that readers would see of a statement, and the chair's decision."""

    template_name = "publishing/decide.html"
    header_icon = "openquote"

    def dispatch(self, request, *args, **kwargs):
        """Require permission to edit the page, which the task's approvers have too."""
        self.page = get_object_or_404(BasePage, pk=kwargs["page_id"]).specific
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.page.get_admin_display_title()

    @cached_property
    def task_state(self) -> TaskState | None:
        """Return the state of the chair's task, if the page waits at it."""
        state = self.page.current_workflow_task_state
        return state if state and isinstance(state.task.specific, StatementApprovalTask) else None

    def get_context_data(self, **kwargs):
        """Add the words, their writers and review, and the forms."""
        context = super().get_context_data(**kwargs)
        version = latest_version(self.page)
        digest = statement_digest(version)
        go_live_at = version.go_live_at
        initial = {"seen_digest": digest}
        if go_live_at:
            initial |= {"release": StatementApproval.Release.AT, "release_at": go_live_at}
        decidable = self.task_state and digest
        return {
            **context,
            "page": self.page,
            "words": displayed_content(version),
            "writers": writers(version),
            "review": review_by_another(version, digest, self.request.user) if decidable else None,
            "decidable": decidable,
            "ended": last_end(version, digest),
            "takes_place_of_statement": version.approval_required and not carries_statement(version),
            "is_chair": is_chair(self.request.user, self.page),
            # Who decides is asked for in the page, so that the decision is one action.
            "question": answer_fields(self.request) if decidable and is_chair(self.request.user, self.page) else {},
            "form": kwargs.get("form") or DecisionForm(initial=initial),
            "rejection": kwargs.get("rejection") or RejectionForm(prefix="reject"),
        }

    def get(self, request, *args, **kwargs):
        """Show the words, and say what their files give away."""
        if self.task_state:
            warn_of_hidden_information(request, self.page)
            if self.task_state.task.specific.wrote_what_they_stand_in_for(latest_version(self.page), request.user):
                messages.warning(request, OWN_WORDS_OF_STAND_IN)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Record the decision; if it is refused or incomplete, show the words and the form again."""
        reject = "reject" in request.POST
        if self.task_state is None:
            reason = reason_not_taken(self.page, request.user, "reject" if reject else "approve")
            messages.warning(request, reason or f"“{self.page.title}” does not wait for the chair.")
            return redirect(request.path)
        form = RejectionForm(request.POST, prefix="reject") if reject else DecisionForm(request.POST)
        if form.is_valid():
            error = self.decide(self.task_state, "reject" if reject else "approve", form.cleaned_data)
            if not error:
                return redirect("wagtailadmin_home")
            messages.error(request, error)
            if not reject:
                # The next decision is about what the screen shows now.
                form.data = {**request.POST.dict(), "seen_digest": self.newest_digest()}
        return self.render_to_response(self.get_context_data(**{"rejection" if reject else "form": form}))

    def newest_digest(self) -> str:
        """Return the digest of the page's latest version, reloaded."""
        return statement_digest(latest_version(BasePage.objects.get(pk=self.page.pk)))

    def decide(self, state: TaskState, action: str, data: dict) -> str:
        """Perform the workflow action; return the refusal, or an empty string after a message of success."""
        try:
            next_url = state.task.specific.on_action(state, self.request.user, action, **data)
        except ValidationError as error:
            if not refusal_messages(error):
                raise
            self.page = BasePage.objects.get(pk=self.page.pk).specific
            return " ".join(error.messages)
        self.add_decision_message(action, data, is_restarted=bool(next_url))
        return ""

    def add_decision_message(self, action: str, data: dict, *, is_restarted: bool) -> None:
        """Tell the chair what the decision has done."""
        title = f"“{self.page.get_admin_display_title()}”"
        if action == "reject":
            text = f"{title} was sent back with your note."
        elif is_restarted:
            text = f"The words of {title} have changed since a moderator reviewed them, so they are reviewed first."
        elif data.get("release") == StatementApproval.Release.HELD:
            text = f"{title} is approved and held. A moderator puts it out under Reports → Held statements."
        elif data.get("release") == StatementApproval.Release.AT:
            text = f"{title} is approved and appears on {format_local(data['release_at'])}."
        else:
            text = f"{title} is approved and public."
        add_message = messages.warning if is_restarted else messages.success
        add_message(self.request, text)


class HeldView(BoardAdminView, TemplateView):
    """The held statements, with links to release them and to withdraw their approval."""

    template_name = "publishing/held.html"
    page_title = "Held statements"
    header_icon = "time"

    def get_context_data(self, **kwargs):
        """Add the held approvals, each with what the user may do."""
        user = self.request.user
        held = held_for(user)
        pages = BasePage.objects.in_bulk([approval.page_id for approval in held])
        rows = [
            {
                "approval": approval,
                "may_release": may_release(pages[approval.page_id], user),
                "is_chair": is_chair(user, pages[approval.page_id]),
            }
            for approval in held
        ]
        return {**super().get_context_data(**kwargs), "rows": rows}


class ReleaseView(BoardAdminView, FormView):
    """The release of held words, and the discarding of the alternatives to them."""

    template_name = "publishing/release.html"
    form_class = ReleaseForm
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        """Require permission to publish the page, and an approval that is still held."""
        self.approval = get_object_or_404(StatementApproval, pk=kwargs["approval_id"])
        self.page = get_object_or_404(BasePage, pk=self.approval.page_id)
        if not may_release(self.page, request.user):
            raise PermissionDenied
        if self.approval not in held_approvals():
            messages.error(
                request,
                f"“{self.approval.page_title}” is no longer held: it was put out, discarded, withdrawn or changed.",
            )
            return redirect("publishing:held")
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Put out “{self.approval.page_title}”"

    def get_form_kwargs(self):
        """Offer the other held statements as alternatives to be discarded."""
        others = [approval.pk for approval in alternatives_to(self.approval, self.page, self.request.user)]
        return {**super().get_form_kwargs(), "others": StatementApproval.objects.filter(pk__in=others)}

    def get_context_data(self, **kwargs):
        """Add the approval and whether there are alternatives."""
        context = super().get_context_data(**kwargs)
        return {**context, "approval": self.approval, "has_others": context["form"].fields["discard"].queryset.exists()}

    def form_valid(self, form):
        release_held(self.approval, self.request.user, form.cleaned_data["discard"], form.cleaned_data["reason"])
        messages.success(self.request, f"“{self.approval.page_title}” is public.")
        return redirect("publishing:held")


class LetGoView(BoardAdminView, FormView):
    """The chair's letting go of a page: it then needs the chair only while it carries a statement."""

    template_name = "publishing/let_go.html"
    form_class = ReasonForm
    header_icon = "openquote"

    def dispatch(self, request, *args, **kwargs):
        """Require a chair, and a page that stays under the chair's approval."""
        self.page = get_object_or_404(BasePage, pk=kwargs["page_id"]).specific
        if not is_chair(request.user, self.page):
            messages.error(request, "Only the chair can let a page go.")
            return redirect(reverse("wagtailadmin_home"))
        if not self.page.approval_required:
            title = self.page.get_admin_display_title()
            messages.error(request, f"“{title}” needs the chair only while it carries a statement.")
            return redirect(reverse("wagtailadmin_home"))
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Let “{self.page.get_admin_display_title()}” go"

    def get_context_data(self, **kwargs):
        """Add the page, and whether its public words are a statement still."""
        context = super().get_context_data(**kwargs)
        return {**context, "page": self.page, "carries_statement": carries_statement(self.page)}

    def form_valid(self, form):
        let_go(self.page.pk, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, f"“{self.page.get_admin_display_title()}” is let go.")
        return redirect("wagtailadmin_home")


class WithdrawApprovalView(BoardAdminView, FormView):
    """The chair's withdrawal of an approval, which unpublishes the page at once."""

    template_name = "publishing/withdraw.html"
    form_class = WithdrawApprovalForm
    header_icon = "cross"

    def dispatch(self, request, *args, **kwargs):
        """Require a chair of the page's own workflow, and an approval that still stands."""
        self.approval = get_object_or_404(StatementApproval, pk=kwargs["approval_id"])
        page = BasePage.objects.filter(pk=self.approval.page_id).first()
        if page is None or not is_chair(request.user, page):
            messages.error(
                request,
                "Only the chair who approves this page’s statements can take an approval back. A moderator can "
                "withdraw the page.",
            )
            return redirect(reverse("wagtailadmin_home"))
        if not StatementApproval.objects.standing().filter(pk=self.approval.pk).exists():
            messages.error(request, f"The approval of “{self.approval.page_title}” was taken back already.")
            return redirect(reverse("wagtailadmin_home"))
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Withdraw the approval of “{self.approval.page_title}”"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "approval": self.approval}

    def form_valid(self, form):
        withdraw_approval(self.approval, self.request.user, form.cleaned_data["reason"], form.cleaned_data["notice"])
        messages.success(self.request, f"The approval of “{self.approval.page_title}” is withdrawn.")
        return redirect("wagtailadmin_home")
