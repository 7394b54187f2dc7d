"""The admin's page on a document's file: its issues, what it gives away, its versions."""

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

from .issues import CLEARABLE_CODES, blocking_issues, clearance_of, document_issues
from .models import BoardDocument, Clearance, FileChange

# Characters of the text that are shown: enough to see a name, few enough for a telephone.
MAX_TEXT = 20_000


CLEAR = "media.clear_boarddocument"


class ClearanceForm(forms.Form):
    """The reason why a stopped file may be public all the same."""

    reason = forms.CharField(
        label="What you looked at, and why the file may be public",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with your name. It counts for this file as it is, and for no later one.",
    )


def may_clear(document, user) -> bool:
    """Return whether a user may lift the stop on a file: with the permission, and if another has put it there."""
    return user.has_perm(CLEAR) and not document.versions.filter(file=document.file.name, user=user).exists()


class DocumentMixin:
    """Fetches a document that the user may change or clear."""

    def setup(self, request, *args, **kwargs):
        """Fetch the document; raises ``PermissionDenied`` without a right to change or clear it."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.document = get_object_or_404(BoardDocument, pk=kwargs["document_id"])
        policy = policy_registry.get_by_type(BoardDocument)
        may_change = policy.user_has_permission_for_instance(request.user, "change", self.document)
        if not may_change and not request.user.has_perm(CLEAR):
            raise PermissionDenied

    def redirect_to_file(self):
        """Return a redirect to the page on the document's file."""
        return redirect("media_file", self.document.pk)


class DocumentFileView(DocumentMixin, WagtailAdminTemplateMixin, FormView):
    """Shows everything that is known of a file, and the form with which a stop is lifted."""

    template_name = "media/file.html"
    form_class = ClearanceForm
    header_icon = "doc-full-inverse"

    def get_page_title(self) -> str:
        return f"What is in “{self.document.title}”"

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse_lazy("wagtaildocs:index"), "label": "Documents"},
            {"url": reverse("wagtaildocs:edit", args=[self.document.pk]), "label": self.document.title},
            {"url": "", "label": "What is in it"},
        ]

    def get_context_data(self, **kwargs):
        """Add the issues, the text and the versions."""
        texts = list(self.document.texts.all())
        shown, left = [], MAX_TEXT
        for text in texts:
            if left <= 0:
                break
            shown.append({"number": text.page_number, "text": text.text[:left]})
            left -= len(text.text)
        clearable = [issue for issue in blocking_issues(self.document) if issue.code in CLEARABLE_CODES]
        return super().get_context_data(**kwargs) | {
            "document": self.document,
            "inspection": self.document.current_inspection,
            "issues": document_issues(self.document),
            "clearance": clearance_of(self.document),
            "is_stopped": bool(clearable),
            "may_clear": may_clear(self.document, self.request.user),
            "texts": shown,
            "is_cut": left <= 0,
            "versions": self.document.versions.select_related("user"),
        }

    def form_valid(self, form):
        """Lift the stop in the user's name."""
        user = self.request.user
        if not may_clear(self.document, user):
            raise PermissionDenied
        Clearance.record(self.document, user, form.cleaned_data["reason"])
        log(self.document, "media.clear", user=user, data={"reason": form.cleaned_data["reason"]})
        messages.success(self.request, f"The stop on “{self.document.title}” is lifted.")
        return self.redirect_to_file()


class RestoreVersionView(DocumentMixin, View):
    """Restores an earlier or a set-aside version; the present one stays among the versions."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """Restore the version; saving a file under approval is refused with a message (board.approvals)."""
        policy = policy_registry.get_by_type(BoardDocument)
        if not policy.user_has_permission_for_instance(request.user, "change", self.document):
            raise PermissionDenied
        version = get_object_or_404(self.document.versions, pk=kwargs["version_id"])
        try:
            with version.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError:
            messages.error(request, "This version is missing in storage. Ask whoever looks after the machine.")
            return self.redirect_to_file()
        self.document.file = ContentFile(content, self.document.filename)
        when = f"{version.at:%d/%m/%Y %H:%M}"
        self.document.change = FileChange(request.user, f"The version of {when} put in place")
        try:
            self.document.save()
        except OSError:
            messages.error(request, "Storage did not take it, so nothing has changed. Tell whoever looks after it.")
            return self.redirect_to_file()
        log(self.document, "wagtail.edit", user=request.user)
        messages.success(request, f"The version of {when} is behind the address again.")
        return self.redirect_to_file()


class InspectAgainView(DocumentMixin, View):
    """Requests another inspection of a file, such as one whose worker was killed."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            self.document.request_inspection()
        messages.success(request, f"“{self.document.title}” is read again.")
        return self.redirect_to_file()
