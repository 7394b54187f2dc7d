"""Development and the demo: errors on screen, a key that protects nothing, plain http."""

import os

os.environ.setdefault("SECRET_KEY", "development-only-this-key-protects-nothing")
os.environ.setdefault("BASE_URL", "http://127.0.0.1:8000")

from .base import *  # noqa: F403
from .base import LOGGING, STORAGES

DEBUG = True
PAGE_CACHE = False  # A template that was changed is seen at once.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}  # Not a line for every page that the demo makes.
