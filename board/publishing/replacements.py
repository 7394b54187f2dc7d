"""Files of public ordinary items: what readers see of them is changed by two people, as words are."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from board.mail import MODERATORS
from board.media.issues import reasons_against_publication
from board.media.managers import is_private
from board.media.models import BoardDocument, BoardImage, DocumentVersion, FileVersion, ImageVersion, VersionState

from .approved_files import lock_with_pages, pages_published_with
from .mail import send_version_decided
from .reviewers import SECOND_PERSON, one_person_is_enough

NOT_READY = "file_not_ready"


def may_publish_all(pages, user) -> bool:
    """Return whether a user may publish each of these pages."""
    return all(page.permissions_for_user(user).can_release_files() for page in pages)


def must_wait(file, user) -> bool:
    """
    Return whether what a user changes of a document or image waits for another person: pages are published with it.

    ``user`` is ``None`` for code, for which no person answers.
    """
    pages = pages_published_with(file)
    if not all(one_person_is_enough(page) for page in pages):
        return True
    return user is not None and not may_publish_all(pages, user)


def may_release(version: FileVersion, user) -> bool:
    """Return whether a user may put a version that waits in place: they may publish its pages, and did not make it."""
    pages = pages_published_with(version.content_object)
    if not pages:
        return may_change(version.content_object, user)
    is_another = version.user_id != user.pk or all(one_person_is_enough(page) for page in pages)
    return is_another and may_publish_all(pages, user)


def may_discard(version: FileVersion, user) -> bool:
    """Return whether a user may discard a version that waits: they made it, or may publish its pages."""
    pages = pages_published_with(version.content_object)
    is_moderator = may_publish_all(pages, user) if pages else may_change(version.content_object, user)
    return version.user_id == user.pk or is_moderator


def may_move(file, collection, user) -> bool:
    """
    Return whether a user may put a document or image into a collection.

    To hide what a public page shows, or to show it again, is for those who may publish the page, as its privacy is.
    """
    stored = type(file)._base_manager.get(pk=file.pk)
    if is_private(stored) == collection.get_view_restrictions().exists():
        return True
    return may_publish_all(pages_published_with(file), user)


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's permissions on documents or images; what a public page shows is deleted by those who may publish it."""

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        if not super().user_has_permission_for_instance(user, action, instance):
            return False
        return action != "delete" or may_publish_all(pages_published_with(instance), user)


def register_file_permissions() -> None:
    """Register the permissions for exactly the board's models, beside those that Wagtail registers for them."""
    for model, auth_model in ((BoardDocument, "wagtaildocs.Document"), (BoardImage, "wagtailimages.Image")):
        policy = FilePermissionPolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)


def may_change(file, user) -> bool:
    """Return whether a user may edit a document or image in the library."""
    policy = policy_registry.get_by_type(type(file))
    return policy.user_has_permission_for_instance(user, "change", file)


def waiting_versions() -> list[FileVersion]:
    """Return the versions of documents and images that wait for a second person, newest first."""
    documents = (
        DocumentVersion.objects.filter(state=VersionState.WAITING).defer("inspection").select_related("document")
    )
    images = ImageVersion.objects.filter(state=VersionState.WAITING).select_related("image")
    return sorted([*documents, *images], key=lambda version: version.at, reverse=True)


def possible_releasers(version: FileVersion) -> list:
    """Return the moderators who may put a version in place."""
    moderators = get_user_model().objects.filter(is_active=True, groups__name=MODERATORS).distinct()
    return [user for user in moderators if may_release(version, user)]


def reasons_against_release(file) -> list[str]:
    """Return why a document or image, as it would be with a version that waits, may not be public."""
    return reasons_against_publication(file) if isinstance(file, BoardDocument) else []


def release_version(version: FileVersion, user) -> None:
    """
    Put a version that waits in place; call it outside a transaction.

    Raises ``ValidationError`` if ``user`` may not or the file is not ready, ``NotWaitingError`` if it was released,
    discarded or replaced meanwhile, and ``OSError`` where storage does not answer.
    """
    file = version.as_object()
    with transaction.atomic():
        lock_with_pages(file)
        if not may_release(version, user):
            raise ValidationError(
                f"You can’t let out this version of “{file.title}”: that is for a person who may publish every page "
                "with it and did not make it.",
                code=SECOND_PERSON,
            )
        if reasons := reasons_against_release(file):
            raise ValidationError(reasons, code=NOT_READY)
        version.release(file, user)
        log(file, "media.release", user=user, data={"by": version.user_name, "reason": version.reason})
        send_version_decided(version, user)


def discard_version(version: FileVersion, user) -> None:
    """Discard a version that waits; raises ``NotWaitingError``. The caller checks that ``user`` may."""
    with transaction.atomic():
        version.discard(user)
        log(version.content_object, "media.discard", user=user, data={"by": version.user_name})
        send_version_decided(version, user)


def guard_replacement(file) -> None:
    """
    Refuse to put new bytes behind a file that a public page shows, unless a second person has released them.

    ``file.change`` says who does so; call it within the transaction that saves the file.
    """
    change = file.change
    if change.version is None and must_wait(file, change.user):
        raise ValidationError(
            f"A public page shows “{file.title}”, so a new version of it waits until a second person lets it out. "
            "Replace it under Documents or Images: the new version is kept there.",
            code=SECOND_PERSON,
        )
