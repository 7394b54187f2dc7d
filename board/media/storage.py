"""Files on S3-compatible storage, which nobody but the site itself reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

# Bytes of a file that are held in memory while it is sent; the library's own default is all of them.
HELD_IN_MEMORY = 1024**2


@contextmanager
def failing_as_a_disk_does() -> Iterator[None]:
    """Turn what Amazon's library raises into ``OSError``: nobody else needs to know where files lie."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"Storage does not answer as it should: {error}") from error


class PrivateS3Storage(S3Storage):
    """Keeps files in a bucket that is not public; readers get them from the site, which asks whether they may."""

    def get_default_settings(self):
        """Return settings that never make a file public, never write over one, and hold little of one in memory."""
        ours = {"default_acl": "private", "file_overwrite": False, "max_memory_size": HELD_IN_MEMORY}
        return super().get_default_settings() | ours

    def _open(self, name, mode="rb"):
        """Open a file; raises ``OSError`` where storage fails, ``FileNotFoundError`` where there is none."""
        with failing_as_a_disk_does():
            return super()._open(name, mode)

    def _save(self, name, content):
        """Store a file and return its name; raises ``OSError`` where storage fails."""
        with failing_as_a_disk_does():
            return super()._save(name, content)

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Return the address on this site, as the local storage does: never one of the bucket."""
        return settings.MEDIA_URL + name
