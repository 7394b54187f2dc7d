"""
Submits news items of the editor's for review: python -m tests.browser.submitting NUMBER

Their words were stored by a program, without what a browser's rich text editor adds to them. It writes their numbers.
"""

import os
import sys
import uuid

import django

TEXT = "<p>Halls and libraries are <b>warm</b> all winter.</p><ul><li>Come in.</li><li>Bring a friend.</li></ul>"


def main(number: int) -> None:
    """Submit as many items, and write their primary keys to standard output."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings_for_loading"
    django.setup()
    # Models, which only now can be imported.
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    from news.models import NewsIndexPage  # noqa: PLC0415
    from tests.factories import NewsPageFactory  # noqa: PLC0415
    from tests.publication import submit  # noqa: PLC0415

    editor = get_user_model().objects.get(username="editor")
    index = NewsIndexPage.objects.first()
    body = [{"type": "text", "value": TEXT}]
    titles = [f"Warm spaces {uuid.uuid4()}" for _ in range(number)]
    pages = [NewsPageFactory(parent=index, title=title, live=False, owner=editor, body=body) for title in titles]
    sys.stdout.write(" ".join(str(submit(page, editor).pk) for page in pages))


if __name__ == "__main__":
    main(int(sys.argv[1]))
