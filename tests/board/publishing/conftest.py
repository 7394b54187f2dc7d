"""Statements in different states, for the tests of the rule and its layers."""

import pytest
from django.core import mail

from tests.factories import NewsPageFactory
from tests.files import make_document
from tests.publication import bring_to_chair, publish_statement
from tests.users import add_user

QUOTE = {
    "type": "statement_quote",
    "value": {
        "statement": "<p>We are sorry for what this family has lost.</p>",
        "speaker": "Alex Example",
        "role": "Independent Chair",
        "date": "2026-11-02",
    },
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A place for files that is thrown away."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document(two_page_pdf, db):
    """A PDF in the library."""
    return make_document(two_page_pdf)


def add_statement(index, owner=None, title="Heron", document=None, **fields):
    """Create a draft with a statement, and with a PDF where one is given; return it."""
    body = [QUOTE]
    if document:
        body.append({"type": "pdf_document", "value": {"title": "The report", "document": document.pk}})
    return NewsPageFactory(parent=index, title=title, owner=owner, live=False, body=body, **fields)


@pytest.fixture
def statement(news_index, editor):
    """A draft with a statement."""
    return add_statement(news_index, editor)


@pytest.fixture
def at_the_chair(statement, editor, moderator, chair):
    """A statement that waits for the chair."""
    return bring_to_chair(statement, editor, moderator)


@pytest.fixture
def approved(statement, editor, moderator, chair):
    """A statement that the chair has approved, and that is public."""
    return publish_statement(statement, editor, moderator, chair)


@pytest.fixture
def deputy(db):
    """A second member of Independent Chair."""
    return add_user("deputy", "Independent Chair")


@pytest.fixture
def second_moderator(db):
    """A second member of Moderators."""
    return add_user("second", "Moderators")


@pytest.fixture
def everyone_to(editor, moderator, chair):
    """Writer, reviewer and approver, in that order."""
    return editor, moderator, chair


@pytest.fixture
def outbox(django_capture_on_commit_callbacks):
    """Return a function that takes an action and returns its mails, as ``{address: text}``."""

    def mails_of(action, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **kwargs)
        return {message.to[0]: f"{message.subject}\n{message.body}" for message in mail.outbox}

    return mails_of
