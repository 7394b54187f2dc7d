"""Development and the demo: errors on screen, a key that protects nothing, plain http."""

import os

from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("SECRET_KEY", "development-only-this-key-protects-nothing")
os.environ.setdefault("FACTOR_KEYS", "ZGV2ZWxvcG1lbnQtb25seS1wcm90ZWN0cy1ub3Robmc=")
os.environ.setdefault("SECOND_FACTOR", "skippable")
os.environ.setdefault("BASE_URL", "http://127.0.0.1:8000")

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, BASE_URL, EVIDENCE_KEY, LOGGING, STORAGES, VAR_DIR

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# manage.py takes these settings where nothing else is said, and so does a scheduler that names none.
# A name without a dot leads nowhere on the web.
if BASE_URL.startswith("https://") or any("." in host for host in {*ALLOWED_HOSTS}.difference(LOCAL_HOSTS)):
    raise ImproperlyConfigured(
        "BASE_URL or ALLOWED_HOSTS is that of a public site, and these are the development settings. Set "
        "DJANGO_SETTINGS_MODULE=board.settings.production, or unset both to develop."
    )

DEBUG = True
EVIDENCE_KEY = EVIDENCE_KEY or str(VAR_DIR / "evidence-key.pem")  # Made when it is first needed.
PAGE_CACHE = False  # A template that was changed is seen at once.
ALLOWED_HOSTS = [*LOCAL_HOSTS, *ALLOWED_HOSTS]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}  # Not a line for every page that the demo makes.
