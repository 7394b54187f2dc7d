"""The gunicorn worker of the site: readers have threads of their own (docs/decisions/0030)."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings

from .engines.admission.request_buffer import RequestHead
from .engines.admission.shares import Share
from .engines.admission.worker import AdmissionWorker

READING = {"GET", "HEAD"}
# Files are read from storage, which may be another host's.
FILES = ("/documents/", "/media/")
STAFF = ("/admin/",)
SIGN_IN = ("/accounts/", "/admin/login/", "/admin/password_reset/", "/_util/")
# Seconds without a thread after which a request is refused: by then most browsers' users have gone.
MAX_WAIT = 20.0
# What a form adds to its files.
FORM_BYTES = 10 * 1024**2


class Worker(AdmissionWorker):
    """
    Serves readers by ``THREADS`` threads, and by others what may be slow: files, the admin, and what anyone may post.

    Signing in has one thread, which hashes one password at a time.
    """

    def get_shares(self) -> Mapping[str, Share]:
        """Return the shares of readers, files, staff, and of everything else, above all signing in."""
        half = max(1, self.cfg.threads // 2)
        return {
            "readers": Share(self.cfg.threads),
            "files": Share(half, MAX_WAIT),
            "staff": Share(half, MAX_WAIT),
            "others": Share(1, MAX_WAIT),
        }

    def get_share(self, head: RequestHead) -> str:
        """Return the share of a request: its path says most, and what is no plain reading is no reader's."""
        if head.path.startswith(SIGN_IN):
            return "others"
        if head.path.startswith(STAFF):
            return "staff"
        if head.method not in READING:
            return "others"
        return "files" if head.path.startswith(FILES) else "readers"

    def get_max_body(self) -> int:
        """Return how long a form with the largest document may be."""
        return settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + FORM_BYTES

    def get_refusal_page(self, status: HTTPStatus) -> str:
        """Return a page with the numbers to ring."""
        from .siteinfo.errors import refusal  # noqa: PLC0415  # Needs the models, which are there by now.

        return refusal(status)
