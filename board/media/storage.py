"""Private S3-compatible storage, which only the site itself reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from django.conf import settings
from s3transfer.exceptions import RetriesExceededError, S3DownloadFailedError, S3UploadFailedError
from storages.backends.s3 import S3Storage

# Bytes of a file that are held in memory while it is sent; the library's own default is all of them.
HELD_IN_MEMORY = 1024**2
# Amazon's own defaults keep a request waiting for minutes where storage is away.
PATIENCE = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 2})
# Amazon's libraries have no error in common: one of them finds the server, one moves the bytes, one reads what it says.
ERRORS = (
    Boto3Error,
    BotoCoreError,
    ClientError,
    ResponseParserError,
    RetriesExceededError,
    S3DownloadFailedError,
    S3UploadFailedError,
)


@contextmanager
def errors_as_oserror() -> Iterator[None]:
    """Raise errors of Amazon's libraries as ``OSError``, as a disk does."""
    try:
        yield
    except ERRORS as error:
        raise OSError(f"Storage does not answer as it should: {error}") from error


class PrivateS3Storage(S3Storage):
    """Stores files in a private bucket; readers get them from the site, which checks whether they may."""

    client_config: Config

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        self.client_config = self.client_config.merge(PATIENCE)

    def get_default_settings(self):
        """Return settings that never make a file public, never overwrite one, and hold little of one in memory."""
        ours = {"default_acl": "private", "file_overwrite": False, "max_memory_size": HELD_IN_MEMORY}
        return super().get_default_settings() | ours

    def _open(self, name, mode="rb"):
        """Open a file; raises ``OSError`` where storage fails, ``FileNotFoundError`` where there is none."""
        with errors_as_oserror():
            file = super()._open(name, mode)
            if "r" in mode:
                file.open()  # Fetches the bytes, which the library leaves to the first reading.
            return file

    def _save(self, name, content):
        """Store a file and return its name; raises ``OSError`` where storage fails."""
        with errors_as_oserror():
            return super()._save(name, content)

    def delete(self, name):
        """Delete a file, if there is one; raises ``OSError`` where storage fails."""
        with errors_as_oserror():
            super().delete(name)

    def exists(self, name):
        """Return whether there is a file; raises ``OSError`` where storage fails."""
        with errors_as_oserror():
            return super().exists(name)

    def listdir(self, name):
        """Return the folders and files in a folder; raises ``OSError`` where storage fails."""
        with errors_as_oserror():
            return super().listdir(name)

    def size(self, name):
        """Return a file's bytes; raises ``OSError`` where storage fails, ``FileNotFoundError`` where there is none."""
        with errors_as_oserror():
            return super().size(name)

    def get_modified_time(self, name):
        """Return when a file was written; raises ``OSError`` where storage fails or there is none."""
        with errors_as_oserror():
            return super().get_modified_time(name)

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Return the URL on this site, as local storage does: never one of the bucket."""
        return settings.MEDIA_URL + name
