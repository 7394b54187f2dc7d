"""
Submits news items of the editor's for review: python -m tests.browser.submitting NUMBER [statements]

Statements are reviewed too, so that they wait for the chair.

Their words were stored by a program, without what a browser's rich text editor adds to them. It writes their numbers.
"""

import os
import sys
import uuid

import django

STATEMENT = {
    "statement": "<p>We are sorry for what this family has lost.</p>",
    "speaker": "Alex Example",
    "role": "Independent Chair",
    "date": "2026-11-02",
}
TEXT = "<p>Halls and libraries are <b>warm</b> all winter.</p><ul><li>Come in.</li><li>Bring a friend.</li></ul>"


def main(number: int, *, are_statements: bool = False) -> None:
    """Submit as many items or statements, and write their primary keys to standard output."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings_for_loading"
    django.setup()
    # Models, which only now can be imported.
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    from news.models import NewsIndexPage  # noqa: PLC0415
    from tests.factories import NewsPageFactory  # noqa: PLC0415
    from tests.publication import bring_to_chair, submit  # noqa: PLC0415

    editor, moderator = (get_user_model().objects.get(username=name) for name in ("editor", "moderator"))
    index = NewsIndexPage.objects.first()
    body = [{"type": "statement_quote", "value": STATEMENT} if are_statements else {"type": "text", "value": TEXT}]
    titles = [f"Warm spaces {uuid.uuid4()}" for _ in range(number)]
    pages = [NewsPageFactory(parent=index, title=title, live=False, owner=editor, body=body) for title in titles]
    submitted = [bring_to_chair(page, editor, moderator) if are_statements else submit(page, editor) for page in pages]
    sys.stdout.write(" ".join(str(page.pk) for page in submitted))


if __name__ == "__main__":
    main(int(sys.argv[1]), are_statements="statements" in sys.argv[2:])
