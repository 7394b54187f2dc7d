"""
Adds more content to a loaded demo: python -m tests.browser.loading FILE

The file then holds as JSON, by name of each page in the tests' table, the templates of ours that the page is made with.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import setup_test_environment

from tests.browser.pages import PAGES


def main(path: str) -> None:
    """Add it all and write down what the tests ask of it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings_for_loading"
    django.setup()
    # Models, which only now can be imported.
    from home.demo import loader  # noqa: PLC0415
    from tests.browser import more_content  # noqa: PLC0415

    loader.set_site_address()
    more_content.add()
    Path(path).write_text(json.dumps(templates_by_page()))


def templates_by_page() -> dict[str, list[str]]:
    """Return the paths of the templates that each page is made with, by name of the page."""
    setup_test_environment()
    folder = Path(settings.TEMPLATES[0]["DIRS"][0])
    used: set[Path] = set()

    def note(template, **kwargs):
        used.add(Path(template.origin.name))

    template_rendered.connect(note)
    # One of the pages is broken, and its answer is a page too.
    client = Client(raise_request_exception=False)
    found = {}
    for page in PAGES:
        used.clear()
        answer = client.get(page.path, headers={"host": "localhost" if page.is_new_board else "127.0.0.1"})
        assert answer.status_code == page.status, (page, answer.status_code)
        found[page.name] = sorted(path.relative_to(folder).as_posix() for path in used if path.is_relative_to(folder))
    return found


if __name__ == "__main__":
    main(sys.argv[1])
