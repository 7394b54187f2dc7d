"""The tests' settings for commands that prepare a database: the demo is loaded with DEBUG alone."""

from board.settings.test import *  # noqa: F403

DEBUG = True
MEDIA_ROOT = env("MEDIA_ROOT", default=MEDIA_ROOT)  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
