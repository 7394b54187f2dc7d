"""Production, with addresses at which a page is refused and one at which it breaks."""

from board.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.browser.urls"
