"""The tests: production values with quick passwords, mail kept in memory and media thrown away."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "test-only-this-key-protects-nothing")
os.environ.setdefault("FACTOR_KEYS", "dGVzdC1vbmx5LXRoaXMtcHJvdGVjdHMtbm90aGluZyE=")
# Tests sign people in without one; those of sign-in ask for it.
os.environ.setdefault("SECOND_FACTOR", "off")
os.environ.setdefault("BASE_URL", "http://localhost")
os.environ.setdefault("EMAIL_URL", "memorymail://")

from .base import *  # noqa: F403
from .base import STORAGES

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
# Most tests sign people in with force_login, which records no authentication.
ACCOUNT_REAUTHENTICATION_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Typing in a browser test is quicker than an autosave.
WAGTAIL_AUTOSAVE_INTERVAL = 0
# Removed when the process ends.
_written = tempfile.TemporaryDirectory(prefix="board-test-")
STATIC_ROOT = Path(_written.name)
MEDIA_ROOT = str(Path(_written.name) / "media")
PAGE_CACHE_DIR = str(Path(_written.name) / "pages")
