"""Read by the settings that ``wagtail start`` makes. LESSONS: the folder of templates, of one lesson or of all."""

import os

from .base import BASE_DIR, INSTALLED_APPS, TEMPLATES

SECRET_KEY = "for-measuring-only"
ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.contrib.settings", "base", "blog"]
LESSONS = os.environ.get("LESSONS", "first")
TEMPLATES[0]["DIRS"].insert(0, os.path.join(BASE_DIR, "lessons", LESSONS))  # noqa: PTH118
if LESSONS == "last":
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("wagtail.contrib.settings.context_processors.settings")
