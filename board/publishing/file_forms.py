"""The forms of documents and images under the board's rules: approved files stay, public ones take two people."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from board.media.forms import BoardDocumentForm, BoardImageForm
from board.media.managers import is_private_collection
from board.media.models import VersionState

from .approved_files import UNDER_APPROVAL, file_change_error, lock_with_pages, pages_approved_with
from .mail import send_version_waits
from .replacements import may_move, must_wait, possible_releasers

MODERATORS_MOVE_IT = (
    "A public page shows this file, and readers would lose it or get it back. Ask a moderator to put it there."
)


def replacement_help(file, pages, add_url: str):
    """Return why a file can't be replaced, as HTML with the titles of the pages and a link to add a new file."""
    titles = format_html_join(", ", "“{}”", ((page.get_admin_display_title(),) for page in pages))
    return format_html(
        "The chair approved {} with exactly this file, so it can’t be replaced. "
        '<a href="{}">Add the new file as a new document</a>, choose it on the page, and submit the page again.',
        titles,
        add_url,
    )


class PublishedFileMixin:
    """
    Keeps what readers see of a file from being changed by one person.

    A file under approval is refused on its field, so that the rest of the form is not lost. A file of a public
    ordinary item waits for a second person.
    """

    add_url_name: str

    def clean_file(self):
        """Return the file; raises ``ValidationError`` naming the pages whose approval covers the stored one."""
        file = super().clean_file()  # type: ignore[misc]
        instance = self.instance  # type: ignore[attr-defined]
        if instance.pk and "file" in self.changed_data:  # type: ignore[attr-defined]
            stored = type(instance).objects.get(pk=instance.pk)
            pages = pages_approved_with(stored)
            if pages:
                raise ValidationError(replacement_help(stored, pages, reverse(self.add_url_name)), code=UNDER_APPROVAL)
        return file

    def clean(self):
        """
        Refuse to change what readers see of a file under approval, beside its bytes.

        To hide what a public page shows, or to show it again, is refused to those who may not publish the page.
        """
        cleaned = super().clean()  # type: ignore[misc]
        collection = cleaned.get("collection")
        instance, user = self.instance, self.user  # type: ignore[attr-defined]
        stored = type(instance).objects.filter(pk=instance.pk).first()
        name = stored and self.changed_public_field(stored)
        if name and (pages := pages_approved_with(stored)):
            field = name if name in ("title", "description") else None
            self.add_error(field, file_change_error(stored, pages))  # type: ignore[attr-defined]
        elif instance.pk and collection and not may_move(instance, collection, user):
            self.add_error("collection", MODERATORS_MOVE_IT)  # type: ignore[attr-defined]
        return cleaned

    def changed_public_field(self, stored) -> str:
        """Return the name of a field, other than the file, by which the form changes what readers see; or nothing."""
        changed = [name for name in self.changed_data if name in stored.public_fields]  # type: ignore[attr-defined]
        collection = self.cleaned_data.get("collection")  # type: ignore[attr-defined]
        if collection and collection != stored.collection and is_private_collection(collection.pk) != stored.is_private:
            changed.append("is_private")
        return changed[0] if changed else ""

    def must_wait(self) -> bool:
        """Return whether a second person has to release what readers would see changed."""
        return must_wait(self.instance, self.user)  # type: ignore[attr-defined]

    def lock_file(self) -> None:
        """Lock the pages that carry the file, and the file, until the transaction ends."""
        lock_with_pages(self.instance)  # type: ignore[attr-defined]

    def save_version(self) -> None:
        """Save the version that waits, and mail those who may release it."""
        super().save_version()  # type: ignore[misc]
        version = self.version  # type: ignore[attr-defined]
        if version and version.state == VersionState.WAITING:
            send_version_waits(version, possible_releasers(version))


class DocumentForm(PublishedFileMixin, BoardDocumentForm):
    add_url_name = "wagtaildocs:add"


class ImageForm(PublishedFileMixin, BoardImageForm):
    add_url_name = "wagtailimages:add"
