"""Lets a quarter of an hour pass for those who are signed in to the demo site: python -m tests.browser.aging"""

import os
from importlib import import_module

import django

SECONDS = 16 * 60


def main() -> None:
    """Move every authentication of every session into the past."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings_for_loading"
    django.setup()
    # Settings and models, which only now can be imported.
    from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as KEY  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in Session.objects.values_list("session_key", flat=True):
        session = store(session_key=key)
        session[KEY] = [record | {"at": record["at"] - SECONDS} for record in session.get(KEY, [])]
        session.save()


if __name__ == "__main__":
    main()
