"""The admin's pages on the file of a document or image: its issues, what it gives away, its versions."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from . import office_issues
from .issues import CLEARABLE_CODES, blocking_issues, clearance_of, document_issues
from .models import BoardDocument, BoardImage, Clearance

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


def clear(document: BoardDocument, user, reason: str) -> None:
    """Lift the stop on a document's bytes in a user's name; raises ``PermissionDenied`` for one who may not."""
    if not may_clear(document, user):
        raise PermissionDenied
    Clearance.record(document, user, reason)
    log(document, "media.clear", user=user, data={"reason": reason})


def describe_contents(document: BoardDocument, texts: Iterable[tuple[int, str]], user) -> dict:
    """
    Return all that is known of what is in a document, for ``media/contents.html``.

    ``texts`` are numbers and texts of its pages; only their beginning is shown.
    """
    shown, left = [], MAX_TEXT
    for number, text in texts:
        if left <= 0:
            break
        shown.append({"number": number, "text": text[:left]})
        left -= len(text)
    inspection = document.current_inspection
    return {
        "document": document,
        "inspection": inspection,
        "listed": office_issues.listed((inspection and inspection.hidden) or {}) if document.is_office_file else [],
        "issues": document_issues(document),
        "clearance": clearance_of(document),
        "is_stopped": any(issue.code in CLEARABLE_CODES for issue in blocking_issues(document)),
        "may_clear": may_clear(document, user),
        "texts": shown,
        "is_cut": left <= 0,
    }


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
        texts = self.document.texts.values_list("page_number", "text")
        contents = describe_contents(self.document, texts, self.request.user)
        versions = self.document.versions.defer("inspection").select_related("user")
        return super().get_context_data(**kwargs) | contents | {"versions": versions}

    def form_valid(self, form):
        """Lift the stop in the user's name."""
        clear(self.document, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, f"The stop on “{self.document.title}” is lifted.")
        return self.redirect_to_file()


class ImageVersionsView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the versions of a picture."""

    template_name = "media/image_versions.html"
    header_icon = "image"

    def setup(self, request, *args, **kwargs):
        """Fetch the image; raises ``PermissionDenied`` without a right to change it."""
        super().setup(request, *args, **kwargs)
        self.image = get_object_or_404(BoardImage, pk=kwargs["image_id"])
        policy = policy_registry.get_by_type(BoardImage)
        if not policy.user_has_permission_for_instance(request.user, "change", self.image):
            raise PermissionDenied

    def get_page_title(self) -> str:
        return f"Versions of “{self.image.title}”"

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse_lazy("wagtailimages:index"), "label": "Images"},
            {"url": reverse("wagtailimages:edit", args=[self.image.pk]), "label": self.image.title},
            {"url": "", "label": "Versions"},
        ]

    def get_context_data(self, **kwargs):
        versions = self.image.versions.select_related("user")
        return super().get_context_data(**kwargs) | {"image": self.image, "versions": versions}


class InspectAgainView(DocumentMixin, View):
    """Requests another inspection of a file, such as one whose worker was killed, or goes on with it."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            self.document.read_again()
        messages.success(request, f"“{self.document.title}” is read again.")
        return self.redirect_to_file()
