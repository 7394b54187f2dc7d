"""What is in a file, for those who publish it: what was found, what it gives away, its versions."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from .documents import BoardDocument, Change
from .findings import CLEARABLE, clearance_of, findings, stops
from .readings import Clearance

# Characters of the text layer that are shown at once: enough to see a name, little enough for a telephone.
SHOWN = 20_000


class ClearanceForm(forms.Form):
    """Why a stopped file may be public all the same."""

    reason = forms.CharField(
        label="What you looked at, and why the file may be public",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with your name. It counts for this file as it is, and for no later one.",
    )


def may_clear(user) -> bool:
    """Say whether a user may lift the stop on a file; a role of its own, which Moderators have."""
    return user.has_perm("media.clear_boarddocument")


class DocumentMixin:
    """Finds a document that the user may change."""

    def setup(self, request, *args, **kwargs):
        """Fetch the document; raises ``PermissionDenied`` for one that belongs to others."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.document = get_object_or_404(BoardDocument, pk=kwargs["document_id"])
        policy = policy_registry.get_by_type(BoardDocument)
        # A chair decides on files too, and changes none.
        if not policy.user_has_permission_for_instance(request.user, "change", self.document) and not may_clear(
            request.user
        ):
            raise PermissionDenied

    def back(self):
        """Return a redirect to what is in the file."""
        return redirect("media_file", self.document.pk)


class FileView(DocumentMixin, WagtailAdminTemplateMixin, FormView):
    """Everything that is known of a file, and the form with which a stop is lifted."""

    template_name = "media/file.html"
    form_class = ClearanceForm
    header_icon = "doc-full-inverse"

    def get_page_title(self) -> str:
        """Return whose file it is."""
        return f"What is in “{self.document.title}”"

    def get_breadcrumbs_items(self):
        """Return the way from the list of documents to this page."""
        return [
            {"url": reverse_lazy("wagtaildocs:index"), "label": "Documents"},
            {"url": reverse("wagtaildocs:edit", args=[self.document.pk]), "label": self.document.title},
            {"url": "", "label": "What is in it"},
        ]

    def get_context_data(self, **kwargs):
        """Add what was found, the text layer and the versions."""
        texts = list(self.document.texts.all())
        shown, left = [], SHOWN
        for text in texts:
            if left <= 0:
                break
            shown.append({"number": text.page_number, "text": text.text[:left]})
            left -= len(text.text)
        stopped = [finding for finding in stops(self.document) if finding.code in CLEARABLE]
        return super().get_context_data(**kwargs) | {
            "document": self.document,
            "reading": self.document.what_was_read,
            "findings": findings(self.document),
            "clearance": clearance_of(self.document),
            "is_stopped": bool(stopped),
            "may_clear": may_clear(self.request.user),
            "texts": shown,
            "is_cut": left <= 0,
            "versions": self.document.versions.select_related("user"),
        }

    def form_valid(self, form):
        """Lift the stop, in the name of whoever asked for it."""
        user = self.request.user
        if not may_clear(user):
            raise PermissionDenied
        Clearance.give(self.document, user, form.cleaned_data["reason"])
        log(self.document, "media.clear", user=user, data={"reason": form.cleaned_data["reason"]})
        messages.success(self.request, f"The stop on “{self.document.title}” is lifted.")
        return self.back()


class RestoreVersionView(DocumentMixin, View):
    """Puts an earlier or a set-aside version behind the address; the present one stays among the versions."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """Put the version in place; a file under approval refuses in words (board.approvals)."""
        policy = policy_registry.get_by_type(BoardDocument)
        if not policy.user_has_permission_for_instance(request.user, "change", self.document):
            raise PermissionDenied
        version = get_object_or_404(self.document.versions, pk=kwargs["version_id"])
        try:
            with version.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError:
            messages.error(request, "This version is missing in storage. Ask whoever looks after the machine.")
            return self.back()
        self.document.file = ContentFile(content, self.document.filename)
        when = f"{version.at:%d/%m/%Y %H:%M}"
        self.document.change = Change(request.user, f"The version of {when} put in place")
        try:
            self.document.save()
        except OSError:
            messages.error(request, "Storage did not take it, so nothing has changed. Tell whoever looks after it.")
            return self.back()
        log(self.document, "wagtail.edit", user=request.user)
        messages.success(request, f"The version of {when} is behind the address again.")
        return self.back()


class ReadAgainView(DocumentMixin, View):
    """Has a file read once more, such as one whose reader was killed."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Have it read."""
        with transaction.atomic():
            self.document.have_read()
        messages.success(request, f"“{self.document.title}” is read again.")
        return self.back()
