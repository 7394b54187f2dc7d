"""Production, with addresses at which a page is refused and one at which it breaks, and quick to start."""

from board.settings.production import *  # noqa: F403
from board.settings.production import MIDDLEWARE, STORAGES

ROOT_URLCONF = "tests.browser.urls"
MIDDLEWARE = ["tests.browser.delays.late_answers_middleware", *MIDDLEWARE]
# No attack is expected on the demo's passwords, which are made anew whenever it is loaded.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "tests.browser.static.OwnFilesCompressed"}}
