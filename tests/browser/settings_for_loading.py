"""The browser tests' site while it is loaded: without collected static files, kept pages and lines in a log."""

from tests.browser.settings import *  # noqa: F403
from tests.browser.settings import LOGGING, STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PAGE_CACHE = False
LOGGING = {**LOGGING, "loggers": {}, "root": {"level": "CRITICAL"}}
