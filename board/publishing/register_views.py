"""The admin's views of one entry of the register: its evidence pack, and the removal of its words by two people."""

import contextlib
import logging
import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, View

from board.admin import BoardAdminView
from board.approvals.models import RemovalProposal, StatementApproval

from .evidence import NoEvidenceKeyError, write_evidence
from .forms import ConfirmRemovalForm, ProposeRemovalForm
from .permissions import visible_approvals
from .removal import (
    confirm_removal,
    entries_with_the_same_files,
    may_propose_removal,
    propose_removal,
    reason_against_removal,
)

logger = logging.getLogger(__name__)

# How much of a pack is held in memory, in bytes.
IN_MEMORY = 8 * 1024**2
NO_ROOM = "There is no room to make the file just now. Tell your system administrator, and try again."


def entry_url(approval: StatementApproval) -> str:
    """Return the address of an entry of the register in the admin."""
    return reverse("statement-register_modeladmin_inspect", args=[approval.pk])


class EvidenceView(View):
    """The download of an entry's evidence pack, for everyone who may read the register."""

    def get(self, request, approval_id):
        """Return the pack, or lead back to the entry with the reason why there is none."""
        approval = get_object_or_404(visible_approvals(request.user), pk=approval_id)
        pack = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # The response closes it.
        try:
            write_evidence(approval, pack)
        except NoEvidenceKeyError as error:
            pack.close()
            messages.error(request, str(error))
            return redirect(entry_url(approval))
        except OSError:
            logger.exception("An evidence pack could not be written.")
            with contextlib.suppress(OSError):
                pack.close()  # Writes what it still holds.
            messages.error(request, NO_ROOM)
            return redirect(entry_url(approval))
        pack.seek(0)
        return FileResponse(pack, as_attachment=True, filename=f"evidence-{approval.pk}.zip")


class RemovalView(BoardAdminView, FormView):
    """What the two steps of a removal have in common: an entry whose words can be removed, and who may do it."""

    header_icon = "bin"

    def dispatch(self, request, *args, **kwargs):
        """Require an administrator or a chair, and an entry whose words can be removed."""
        self.approval = get_object_or_404(visible_approvals(request.user), pk=kwargs["approval_id"])
        if not may_propose_removal(request.user, self.approval):
            raise PermissionDenied
        if against := reason_against_removal(self.approval):
            messages.error(request, against)
            return redirect(entry_url(self.approval))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add the entry, and the others that keep the same files."""
        return {
            **super().get_context_data(**kwargs),
            "approval": self.approval,
            "others": entries_with_the_same_files(self.approval),
            "entry_url": entry_url(self.approval),
        }

    def form_valid(self, form):
        """Take the step, and lead back to the entry with what came of it."""
        try:
            messages.success(self.request, self.take_step(form))
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        return redirect(entry_url(self.approval))

    def take_step(self, form) -> str:
        """Take the step and return the message of success; raises ``ValidationError`` where it is refused."""
        raise NotImplementedError


class ProposeRemovalView(RemovalView):
    """The proposal to remove the words and files of an entry."""

    template_name = "publishing/propose_removal.html"
    form_class = ProposeRemovalForm

    def get_page_title(self) -> str:
        return f"Propose to remove the words of “{self.approval.title}”"

    def take_step(self, form) -> str:
        propose_removal(self.approval, self.request.user, form.cleaned_data["reason"])
        return "Proposed. Nothing is removed until a second person confirms it."


class ConfirmRemovalView(RemovalView):
    """The confirmation by a second person, which removes the words and files."""

    template_name = "publishing/confirm_removal.html"
    form_class = ConfirmRemovalForm

    def get_page_title(self) -> str:
        return f"Remove the words of “{self.approval.title}”"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "proposal": self.proposal}

    @property
    def proposal(self) -> RemovalProposal:
        """Return the proposal that is to be confirmed; raises ``Http404``."""
        return get_object_or_404(RemovalProposal, pk=self.kwargs["proposal_id"], approval=self.approval)

    def take_step(self, form) -> str:
        confirm_removal(self.proposal, self.request.user)
        return "The words and files are removed from the register. Who, when, digest and hashes stay."
