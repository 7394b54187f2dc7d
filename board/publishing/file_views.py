"""The admin's views of files that a second person has to let out, and of earlier versions put in place again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View
from wagtail.documents.views.documents import EditView as WagtailDocumentEditView
from wagtail.images.views.images import EditView as WagtailImageEditView
from wagtail.log_actions import log

from board.admin import BoardAdminView
from board.media.admin_views import ClearanceForm, clear, describe_contents
from board.media.models import DocumentVersion, FileChange, FileVersion, ImageVersion, NotWaitingError, VersionState

from .approved_files import file_change_error, lock_with_pages, pages_approved_with, pages_published_with
from .mail import send_version_waits
from .replacements import (
    discard_version,
    may_change,
    may_discard,
    may_release,
    must_wait,
    possible_releasers,
    reasons_against_release,
    release_version,
    waiting_versions,
)

VERSIONS = {version.kind: version for version in (DocumentVersion, ImageVersion)}
STORAGE_DOES_NOT_ANSWER = "Storage does not answer, so nothing has changed. Tell your system administrator."


def get_version(kind: str, version_id: int) -> FileVersion:
    """Return a version by its kind and primary key; raises ``Http404``."""
    if kind not in VERSIONS:
        raise Http404
    return get_object_or_404(VERSIONS[kind], pk=version_id)


def edit_url(version: FileVersion) -> str:
    """Return the address of the form for a version's document or image."""
    return reverse(
        f"wagtail{'docs' if version.kind == 'document' else 'images'}:edit", args=[version.content_object.pk]
    )


class WaitingVersionsView(BoardAdminView, TemplateView):
    """Lists the versions of public files that wait for a second person."""

    template_name = "publishing/waiting_versions.html"
    page_title = "Files that wait"
    header_icon = "time"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = [
            {"version": version, "may_release": may_release(version, user)}
            for version in waiting_versions()
            if may_change(version.content_object, user) or may_release(version, user)
        ]
        return {**super().get_context_data(**kwargs), "rows": rows}


class WaitingVersionView(BoardAdminView, FormView):
    """Shows what a version that waits would change, and lets it out or discards it."""

    template_name = "publishing/waiting_version.html"
    form_class = ClearanceForm
    header_icon = "time"

    def dispatch(self, request, *args, **kwargs):
        """Require a right to change or release the file, and a version that still waits."""
        self.version = get_version(kwargs["kind"], kwargs["version_id"])
        if not (may_change(self.version.content_object, request.user) or may_release(self.version, request.user)):
            raise PermissionDenied
        if self.version.state != VersionState.WAITING:
            return self.refuse_decided_version()
        try:
            # The size of a picture that waits is read from its bytes.
            self.file = self.version.as_object()
        except OSError:
            messages.error(request, STORAGE_DOES_NOT_ANSWER)
            return redirect("publishing:waiting_versions")
        return super().dispatch(request, *args, **kwargs)

    def refuse_decided_version(self):
        """Return to the file with a message on what has become of a version that no longer waits."""
        self.version.refresh_from_db()
        name = self.version.decided_by_name or self.version.user_name
        what = {
            VersionState.CURRENT: f"{name} has let it out",
            VersionState.DISCARDED: f"{name} has discarded it",
        }.get(VersionState(self.version.state), "it was replaced by a newer one")
        messages.warning(self.request, f"This version of “{self.version.content_object}” no longer waits: {what}.")
        return redirect("publishing:waiting_versions")

    def get_page_title(self) -> str:
        return f"New version of “{self.version.content_object.title}”"

    def get_context_data(self, **kwargs):
        """Add the file as it would be, the pages that show it, and what the user may do."""
        context = super().get_context_data(**kwargs)
        version, user, file = self.version, self.request.user, self.file
        if isinstance(version, DocumentVersion):
            pages = version.inspection["pages"] if version.inspection else []
            context |= describe_contents(file, enumerate(pages, start=1), user)
        return context | {
            "version": version,
            "stored": version.content_object,
            "file": file,
            "pages": pages_published_with(file),
            "edit_url": edit_url(version),
            "reasons_against": reasons_against_release(file),
            "may_release": may_release(version, user),
            "may_discard": may_discard(version, user),
            "releasers": possible_releasers(version),
        }

    def post(self, request, *args, **kwargs):
        """Release or discard the version, or lift the stop on its bytes."""
        action = {"release": self.release, "discard": self.discard}.get(request.POST.get("action", ""))
        if action is None:
            return super().post(request, *args, **kwargs)
        try:
            return action()
        except NotWaitingError:
            return self.refuse_decided_version()

    def release(self):
        """Put the version in place, or show why that is refused."""
        try:
            release_version(self.version, self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.request.path)
        except OSError:
            messages.error(self.request, STORAGE_DOES_NOT_ANSWER)
            return redirect(self.request.path)
        messages.success(self.request, f"Readers get the new version of “{self.version.content_object}” now.")
        return redirect("publishing:waiting_versions")

    def discard(self):
        """Discard the version; readers keep what they have."""
        if not may_discard(self.version, self.request.user):
            raise PermissionDenied
        discard_version(self.version, self.request.user)
        messages.success(
            self.request, f"The new version of “{self.version.content_object}” is discarded. It stays under Versions."
        )
        return redirect("publishing:waiting_versions")

    def form_valid(self, form):
        """Lift the stop on the version's bytes."""
        clear(self.file, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, "The stop on these bytes is lifted. Nothing is public yet.")
        return redirect(self.request.path)


class RestoreVersionView(View):
    """Puts an earlier or a set-aside version in place again, or where a public page shows the file, has it wait."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Restore the version; saving a file under approval is refused with a message (``approved_files``)."""
        version = get_version(kwargs["kind"], kwargs["version_id"])
        if not may_change(version.content_object, request.user):
            raise PermissionDenied
        when = f"{version.at:%d/%m/%Y %H:%M}"
        try:
            # Whatever else a version of that time changed stays as it is today.
            version.columns = {}
            with version.file.storage.open(version.file.name) as stored:
                file = version.as_object()
                file.check_stored(stored)
        except FileNotFoundError:
            messages.error(request, "This version is missing in storage. Ask your system administrator.")
        except OSError:
            messages.error(request, STORAGE_DOES_NOT_ANSWER)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            file.change = FileChange(request.user, f"The version of {when} put in place")
            file.is_stored_before_save = True
            messages.success(request, restore(file, when))
        return redirect(edit_url(version))


def restore(file, when: str) -> str:
    """
    Save a file with the bytes of an earlier version, or have them wait; return what to tell the user.

    Raises ``ValidationError`` for a file under approval.
    """
    user = file.change.user
    if pages := pages_approved_with(file):
        raise file_change_error(file, pages)
    version = file.withhold(file.change, VersionState.WAITING) if must_wait(file, user) else None
    with transaction.atomic():
        lock_with_pages(file)
        if version is None:
            file.save()
            log(file, "wagtail.edit", user=user)
            return f"The version of {when} is behind the address again."
        file.versions.filter(state=VersionState.WAITING).update(state=VersionState.SET_ASIDE)
        version.save()
        send_version_waits(version, possible_releasers(version))
    return f"The version of {when} waits: a moderator other than you looks at it and lets it out."


class VersionedEditMixin:
    """Tells a user who has changed a public file that the change waits."""

    def get_success_message(self) -> str:
        return self.form.outcome or super().get_success_message()  # type: ignore[attr-defined,misc]

    def get_context_data(self, **kwargs):
        """Add the version that waits."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"waiting_version": self.object.waiting_version}  # type: ignore[attr-defined]


class DocumentEditView(VersionedEditMixin, WagtailDocumentEditView):
    pass


class ImageEditView(VersionedEditMixin, WagtailImageEditView):
    pass
