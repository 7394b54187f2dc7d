"""Private S3-compatible storage, which only the site itself reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

# Bytes of a file that are held in memory while it is sent; the library's own default is all of them.
HELD_IN_MEMORY = 1024**2


@contextmanager
def errors_as_oserror() -> Iterator[None]:
    """Raise errors of Amazon's library as ``OSError``, as a disk does."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"Storage does not answer as it should: {error}") from error


class PrivateS3Storage(S3Storage):
    """Stores files in a private bucket; readers get them from the site, which checks whether they may."""

    def get_default_settings(self):
        """Return settings that never make a file public, never overwrite one, and hold little of one in memory."""
        ours = {"default_acl": "private", "file_overwrite": False, "max_memory_size": HELD_IN_MEMORY}
        return super().get_default_settings() | ours

    def _open(self, name, mode="rb"):
        """Open a file; raises ``OSError`` where storage fails, ``FileNotFoundError`` where there is none."""
        with errors_as_oserror():
            return super()._open(name, mode)

    def _save(self, name, content):
        """Store a file and return its name; raises ``OSError`` where storage fails."""
        with errors_as_oserror():
            return super()._save(name, content)

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Return the URL on this site, as local storage does: never one of the bucket."""
        return settings.MEDIA_URL + name
