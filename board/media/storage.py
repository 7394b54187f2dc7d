"""Files on S3-compatible storage, which nobody but the site itself reads."""

from django.conf import settings
from storages.backends.s3 import S3Storage


class PrivateS3Storage(S3Storage):
    """Keeps files in a bucket that is not public; readers get them from the site, which asks whether they may."""

    def get_default_settings(self):
        """Return settings that never make a file public, and never write over one."""
        return super().get_default_settings() | {"default_acl": "private", "file_overwrite": False}

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Return the address on this site, as the local storage does: never one of the bucket."""
        return settings.MEDIA_URL + name
