"""The pages of the admin on which the chair decides and a moderator puts out what was held."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from wagtail.models import TaskState

from board.admin import BoardAdminView
from board.approvals.digest import statement_digest
from board.approvals.models import StatementApproval
from board.approvals.rule import local
from board.basepage.models import BasePage

from .authorship import latest_words, writers
from .decision import review_by_another, what_readers_will_see
from .forms import DecisionForm, RejectionForm, ReleaseForm, WithdrawApprovalForm
from .models import StatementApprovalTask
from .refusals import refusal_of
from .release import held_approvals, put_out, withdraw_approval
from .reviewers import is_chair


class DecideView(BoardAdminView, TemplateView):
    """Everything a reader would see of a statement, and the chair's decision under it."""

    template_name = "publishing/decide.html"
    header_icon = "openquote"

    def dispatch(self, request, *args, **kwargs):
        """Let in whoever may work on the page or decide its step."""
        self.page = get_object_or_404(BasePage, pk=kwargs["page_id"]).specific
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the title of the page that is decided on."""
        return self.page.get_admin_display_title()

    @cached_property
    def task_state(self) -> TaskState | None:
        """Return the chair's step, where the page waits at it."""
        state = self.page.current_workflow_task_state
        return state if state and isinstance(state.task.specific, StatementApprovalTask) else None

    def get_context_data(self, **kwargs):
        """Add the words, who wrote and reviewed them, and the forms."""
        context = super().get_context_data(**kwargs)
        words = latest_words(self.page)
        digest = statement_digest(words)
        go_live_at = words.go_live_at
        initial = {"seen_digest": digest}
        if go_live_at:
            initial |= {"release": StatementApproval.Release.AT, "release_at": go_live_at}
        decidable = self.task_state and digest
        return {
            **context,
            "page": self.page,
            "words": what_readers_will_see(words),
            "writers": writers(words),
            "review": review_by_another(words, digest, self.request.user) if decidable else None,
            "decidable": decidable,
            "is_chair": is_chair(self.request.user),
            "form": kwargs.get("form") or DecisionForm(initial=initial),
            "rejection": kwargs.get("rejection") or RejectionForm(prefix="reject"),
        }

    def post(self, request, *args, **kwargs):
        """Take the decision; a refused or incomplete one shows the words again with what was typed."""
        if self.task_state is None:
            messages.error(request, f"“{self.page.get_admin_display_title()}” does not wait for the chair any more.")
            return redirect(request.path)
        reject = "reject" in request.POST
        form = RejectionForm(request.POST, prefix="reject") if reject else DecisionForm(request.POST)
        if form.is_valid():
            error = self.decide(self.task_state, "reject" if reject else "approve", form.cleaned_data)
            if not error:
                return redirect("wagtailadmin_home")
            messages.error(request, error)
            if not reject:
                # What is on the screen now is what the next decision is about.
                form.data = {**request.POST.dict(), "seen_digest": self.newest_digest()}
        return self.render_to_response(self.get_context_data(**{"rejection" if reject else "form": form}))

    def newest_digest(self) -> str:
        """Return the digest of the page's newest words, read again."""
        return statement_digest(latest_words(BasePage.objects.get(pk=self.page.pk)))

    def decide(self, state: TaskState, action: str, data: dict) -> str:
        """Act on the step; return why that was refused, or an empty string after telling what was done."""
        try:
            with transaction.atomic():
                elsewhere = state.task.specific.on_action(state, self.request.user, action, **data)
        except ValidationError as error:
            if not refusal_of(error):
                raise
            self.page = BasePage.objects.get(pk=self.page.pk).specific
            return " ".join(error.messages)
        self.tell(action, data, elsewhere)
        return ""

    def tell(self, action: str, data: dict, elsewhere: str | None) -> None:
        """Say what the decision has done."""
        title = f"“{self.page.get_admin_display_title()}”"
        if action == "reject":
            text = f"{title} was sent back with your note."
        elif elsewhere:
            text = f"The words of {title} have changed since a moderator reviewed them, so they are reviewed first."
        elif data.get("release") == StatementApproval.Release.HELD:
            text = f"{title} is approved and held. A moderator puts it out under Reports → Held statements."
        elif data.get("release") == StatementApproval.Release.AT:
            text = f"{title} is approved and appears on {local(data['release_at'])}."
        else:
            text = f"{title} is approved and public."
        messages.success(self.request, text)


class HeldView(BoardAdminView, TemplateView):
    """What is approved and held, for whoever may put it out or take the approval back."""

    template_name = "publishing/held.html"
    page_title = "Held statements"
    header_icon = "time"

    def get_context_data(self, **kwargs):
        """Add the held approvals, each with what this user may do."""
        user = self.request.user
        held = held_approvals()
        pages = BasePage.objects.in_bulk([approval.page_id for approval in held])
        rows = [{"approval": approval, "may_put_out": may_put_out(pages[approval.page_id], user)} for approval in held]
        return {**super().get_context_data(**kwargs), "rows": rows, "is_chair": is_chair(user)}


def may_put_out(page, user) -> bool:
    """Say whether a user may put out what is held: whoever may publish this page."""
    return page.permissions_for_user(user).can_publish()


class ReleaseView(BoardAdminView, FormView):
    """Putting out held words in one action, and discarding the alternatives to them."""

    template_name = "publishing/release.html"
    form_class = ReleaseForm
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        """Let in whoever may publish the page."""
        self.approval = get_object_or_404(StatementApproval, pk=kwargs["approval_id"])
        page = get_object_or_404(BasePage, pk=self.approval.page_id)
        if not may_put_out(page, request.user):
            raise PermissionDenied
        if self.approval not in held_approvals():
            messages.error(
                request,
                f"“{self.approval.page_title}” is no longer held: it was put out, discarded, withdrawn or changed.",
            )
            return redirect("publishing:held")
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return what is put out."""
        return f"Put out “{self.approval.page_title}”"

    def get_form_kwargs(self):
        """Offer the other held statements as alternatives to be discarded."""
        others = [approval.pk for approval in held_approvals() if approval != self.approval]
        return {**super().get_form_kwargs(), "others": StatementApproval.objects.filter(pk__in=others)}

    def get_context_data(self, **kwargs):
        """Add the approval and whether there are alternatives."""
        context = super().get_context_data(**kwargs)
        return {**context, "approval": self.approval, "has_others": context["form"].fields["discard"].queryset.exists()}

    def form_valid(self, form):
        """Put the words out."""
        put_out(self.approval, self.request.user, form.cleaned_data["discard"], form.cleaned_data["reason"])
        messages.success(self.request, f"“{self.approval.page_title}” is public.")
        return redirect("publishing:held")


class WithdrawApprovalView(BoardAdminView, FormView):
    """The chair takes an approval back; the page comes down at once."""

    template_name = "publishing/withdraw.html"
    form_class = WithdrawApprovalForm
    header_icon = "cross"

    def dispatch(self, request, *args, **kwargs):
        """Let in chairs, and only while there is something to take back."""
        self.approval = get_object_or_404(StatementApproval, pk=kwargs["approval_id"])
        if not is_chair(request.user):
            messages.error(request, "Only the chair can take an approval back. A moderator can withdraw the page.")
            return redirect(reverse("wagtailadmin_home"))
        if not StatementApproval.objects.standing().filter(pk=self.approval.pk).exists():
            messages.error(request, f"The approval of “{self.approval.page_title}” was taken back already.")
            return redirect(reverse("wagtailadmin_home"))
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return what is withdrawn."""
        return f"Withdraw the approval of “{self.approval.page_title}”"

    def get_context_data(self, **kwargs):
        """Add the approval."""
        return {**super().get_context_data(**kwargs), "approval": self.approval}

    def form_valid(self, form):
        """Take the approval back."""
        withdraw_approval(self.approval, self.request.user, form.cleaned_data["reason"], form.cleaned_data["notice"])
        messages.success(self.request, f"The approval of “{self.approval.page_title}” is withdrawn.")
        return redirect("wagtailadmin_home")
