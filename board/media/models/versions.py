"""Versions of documents and images: the bytes that are, were, or are still to be behind a file's address."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from board.media.file_fields import has_unstored_bytes, sha256_of, store_before_save


class VersionState(models.TextChoices):
    """What has become of a version."""

    CURRENT = "current", "In place now"
    EARLIER = "earlier", "Was in place"
    WAITING = "waiting", "Waits for a second person"
    SET_ASIDE = "set_aside", "Set aside: somebody else was quicker"
    DISCARDED = "discarded", "Discarded"


@dataclass(frozen=True)
class FileChange:
    """
    Who puts new bytes behind a file, and why.

    ``version`` is the version that waited until ``released_by`` released it; ``None`` for bytes that did not wait.
    """

    user: Any = None
    reason: str = ""
    version: Any = None
    released_by: Any = None


class VersionedFile(models.Model):
    """
    A document or image whose ``versions`` are kept.

    A subclass implements ``prepare_file``, which sets size and hash of new bytes.
    """

    # Columns of every subclass, and the relation to its versions.
    title: Any
    file: Any
    file_hash: Any
    uploaded_by_user: Any
    versions: Any
    # What readers see of a file, its bytes by their SHA-256.
    public_fields: tuple[str, ...] = ()
    # For the version that the next ``save()`` records.
    change = FileChange()
    # Whether ``store_file`` has written bytes that the database does not know of yet.
    is_stored_before_save = False

    class Meta:
        abstract = True

    @property
    def public_columns(self) -> list[str]:
        """Return the columns that readers see beside the bytes; a version that waits may change them too."""
        columns = {field.name for field in self._meta.concrete_fields} - {"sha256"}
        return [name for name in self.public_fields if name in columns]

    @property
    def waiting_version(self) -> "FileVersion | None":
        """Return the version that waits for a second person, or ``None``."""
        return self.versions.filter(state=VersionState.WAITING).first()

    @property
    def edit_token(self) -> str:
        """Return what changes when another version is in place or waits; a form sends it back."""
        waiting = self.waiting_version
        return f"{self.file_hash}+{waiting.pk}" if waiting else self.file_hash

    def prepare_file(self) -> None:
        """Set the columns of new bytes."""
        raise NotImplementedError

    def check_stored(self, file) -> None:
        """Raise ``ValidationError`` for stored bytes, in an open file, that readers could not be shown."""

    def store_file(self) -> None:
        """
        Write new bytes to storage ahead of ``save()``, for a form that can still say what went wrong.

        Raises ``OSError`` where storage does not take them.
        """
        self.prepare_file()
        store_before_save(self.file)
        self.is_stored_before_save = True

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Save the file; of new bytes, record size, hash and version."""
        is_new = self.is_stored_before_save
        if has_unstored_bytes(self.file):
            self.prepare_file()
            is_new = True
        super().save(*args, **kwargs)
        self.is_stored_before_save = False
        if is_new or self.change.version:
            self.record_version()
            self.change = FileChange()

    def record_version(self) -> None:
        """Record the bytes that ``save()`` has put in place as the current version."""
        versions = self.versions
        change, is_first = self.change, not versions.exists()
        version = change.version or self.build_version(change, is_first=is_first)
        # A version that waits was made for the one that has just been replaced.
        versions.filter(state=VersionState.WAITING).exclude(pk=version.pk).update(state=VersionState.SET_ASIDE)
        versions.filter(state=VersionState.CURRENT).update(state=VersionState.EARLIER)
        version.state = VersionState.CURRENT
        if change.released_by and change.released_by != change.user:
            version.decided_at, version.decided_by_name = timezone.now(), str(change.released_by)
        elif change.version:
            # No second person has seen it, so it counts from now on as their writing.
            version.at = timezone.now()
        version.save()

    def build_version(self, change: FileChange, *, is_first: bool = False) -> "FileVersion":
        """Return an unsaved version of the bytes, which storage holds already."""
        versions = self.versions
        user = change.user or (self.uploaded_by_user if is_first else None)
        return versions.model(
            **{versions.model.kind: self},
            **{name: getattr(self, name) for name in versions.model.byte_columns},
            file=self.file.name,
            user=user,
            user_name=str(user) if user else "",
            reason=change.reason,
        )

    def withhold(self, change: FileChange, state: VersionState) -> "FileVersion":
        """
        Return an unsaved version of all that readers would see changed, which is taken back from this instance.

        Call it outside a transaction: storage may be asked for the size of the picture that stays.
        """
        version = self.build_version(change)
        version.state = state
        stored = type(self)._base_manager.get(pk=self.pk)
        for name in self.public_columns:
            if getattr(self, name) != getattr(stored, name):
                version.columns[name] = getattr(self, name)
        self.copy_stored("file", *version.byte_columns, *self.public_columns)
        self.is_stored_before_save = False
        return version

    def copy_stored(self, *columns: str) -> None:
        """Set columns to what the database holds."""
        stored = type(self)._base_manager.get(pk=self.pk)
        for name in columns:
            if name != "file":
                setattr(self, name, getattr(stored, name))
            elif self.file.name != stored.file.name:
                # Only where it differs: a picture's size is read again.
                self.file = stored.file.name


class FileVersion(models.Model):
    """Bytes that are, were or are to be behind a file, with who put them there, when and why."""

    # The columns of a file that follow from its bytes.
    byte_columns = ("file_hash", "sha256", "file_size")
    dimension_columns: tuple[str, ...] = ()
    # In addresses, and the name of the foreign key to the file.
    kind: str

    file: Any
    file_hash = models.CharField(max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField()
    # What a version that waits changes beside the bytes: names and values of ``public_columns``.
    columns = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.CURRENT)
    # The second person, who released a version that waited; or who discarded it.
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.content_object.title}, {self.at:%d/%m/%Y %H:%M}"

    @property
    def content_object(self) -> Any:
        """Return the document or image."""
        return getattr(self, self.kind)

    @property
    def is_current(self) -> bool:
        """Return whether this version is in place."""
        return self.state == VersionState.CURRENT

    @property
    def has_other_bytes(self) -> bool:
        """Return whether the bytes are others than those in place."""
        return not self.sha256 or self.sha256 != self.content_object.sha256

    @property
    def labelled_columns(self) -> list[tuple[str, Any]]:
        """Return label and value of what this version changes beside the bytes."""
        get_field = self.content_object._meta.get_field
        return [(str(get_field(name).verbose_name), value) for name, value in self.columns.items()]

    def build_on(self, earlier: "FileVersion", *, has_new_file: bool) -> None:
        """Take over what another version changes, and its bytes unless this one has new ones."""
        self.columns = earlier.columns | self.columns
        self.reason = self.reason or earlier.reason
        if not has_new_file:
            for name in ("file", *self.byte_columns):
                setattr(self, name, getattr(earlier, name))

    def as_object(self) -> Any:
        """
        Return the document or image as it would be with this version, unsaved and read from the database anew.

        Call it outside a transaction: storage may be asked for the size of a picture. Raises ``OSError`` where it does
        not answer.
        """
        file = type(self.content_object)._base_manager.get(pk=self.content_object.pk)
        if not self.sha256:
            # Storage did not answer when the column was new.
            with self.file.storage.open(self.file.name) as stored:
                self.sha256 = sha256_of(stored)
        values = {name: getattr(self, name) for name in self.byte_columns} | self.columns
        if file.file.name != self.file.name:
            values["file"] = self.file.name
        for name, value in values.items():
            setattr(file, name, value)
        return file

    def release(self, file, user) -> None:
        """
        Put this version in place; ``file`` is what ``as_object`` returned before the transaction in which this runs.

        The caller checks that ``user`` may release it. Raises ``NotWaitingError`` if it no longer waits.
        """
        self.lock()
        file.change = FileChange(self.user, self.reason, version=self, released_by=user)
        file.save(update_fields=["file", *self.byte_columns, *self.dimension_columns, *self.columns])

    @transaction.atomic
    def discard(self, user) -> None:
        """Discard this version, whose bytes stay among the versions; raises ``NotWaitingError``."""
        self.lock()
        self.state, self.decided_at, self.decided_by_name = VersionState.DISCARDED, timezone.now(), str(user)
        self.save()

    def lock(self) -> None:
        """Lock the file's row and this one until the transaction ends; raises ``NotWaitingError``."""
        file = self.content_object
        list(type(file)._base_manager.select_for_update().filter(pk=file.pk).values_list("pk"))
        same = type(self)._base_manager.select_for_update().filter(pk=self.pk, state=VersionState.WAITING)
        if not list(same.values_list("pk")):
            raise NotWaitingError


class NotWaitingError(Exception):
    """A version was to be released or discarded that was released, discarded or replaced meanwhile."""
