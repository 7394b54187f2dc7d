"""Static files as production keeps them, but quicker."""

from pathlib import Path

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OwnFilesCompressed(CompressedManifestStaticFilesStorage):
    """Compresses what readers fetch, which is weighed, and not the admin's files, which are most of all bytes."""

    def compress_files(self, paths):
        """Compress the files of the site itself."""
        own = {path.name for folder in settings.STATICFILES_DIRS for path in Path(folder).iterdir()}
        return super().compress_files({path for path in paths if Path(path).parts[0] in own})
