"""The layers, each of which can be switched off."""

from contextlib import ExitStack, contextmanager
from unittest import mock

from django.db import connection
from wagtail.models import PagePermissionTester

from board.approvals.digest import statement_digest
from board.approvals.models import StatementReview
from board.approvals.sealing import row_after_save
from board.publishing.decision import record_approval

LAYERS = {}


def layer(name):
    """Register how a layer is switched off, under the name that the table shows."""

    def register(function):
        LAYERS[name] = contextmanager(function)
        return function

    return register


@contextmanager
def patched(*targets):
    """Patch the targets in the block; none stays patched where one of them can't be."""
    with ExitStack() as stack:
        for target, value in targets:
            stack.enter_context(mock.patch(target, value))
        yield


@layer("CHECK")
def no_check():
    """The database no longer holds rows to the rule; the caller rolls its transaction back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # PostgreSQL alters no table while foreign keys of this transaction are still to be checked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE basepage_basepage DROP CONSTRAINT statement_not_approved")
            yield
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            try:
                yield
            finally:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


@layer("seal")
def no_seal():
    """``save()`` refuses nothing: it stores the digest of the words, and what was approved stays as it is."""

    def only_digest(page, update_fields=None):
        page.statement_digest = statement_digest(row_after_save(page, update_fields))

    with patched(("board.basepage.models.seal", only_digest)):
        yield


@layer("columns")
def no_columns():
    """``QuerySet.update`` writes what it likes."""
    with patched(("board.basepage.managers.sealed_columns", lambda model: set())):
        yield


@layer("schedule")
def no_schedule():
    """A revision is scheduled whatever its words are."""
    with patched(("board.publishing.receivers.may_be_live", lambda *args, **kwargs: True)):
        yield


@layer("serving")
def no_serving():
    """A page is shown without a last look."""
    with patched(("board.publishing.wagtail_hooks.matches_approval", lambda page: True)):
        yield


@layer("the chair’s step")
def no_step():
    """The chair's step approves the newest words, whatever was on the screen and without a review by another person."""

    def record_any_approval(version, revision, user, words, seen_digest, **kwargs):
        return record_approval(version, revision, user, words, statement_digest(version), **kwargs)

    with patched(
        ("board.publishing.models.record_approval", record_any_approval),
        ("board.publishing.decision.review_by_another", lambda *args: StatementReview.objects.last()),
    ):
        yield


@layer("files")
def no_files():
    """Files under approval may change."""
    with patched(
        ("board.publishing.receivers.guard_change", lambda file: None),
        ("board.publishing.approved_files.pages_approved_with", lambda file: []),
    ):
        yield


@layer("second person for files")
def no_second_person_for_files():
    """One person puts other bytes behind a public file."""
    with patched(
        ("board.publishing.receivers.guard_replacement", lambda file: None),
        ("board.publishing.file_forms.must_wait", lambda file, user: False),
        ("board.publishing.file_views.must_wait", lambda file, user: False),
        ("board.publishing.replacements.may_release", lambda version, user: True),
    ):
        yield


@layer("links")
def no_links():
    """A link leads to every page, whether or not readers may see it."""

    def urls(pages, pks):
        return {page.pk: page.get_url() for page in pages.filter(pk__in=pks)}

    with patched(("board.basepage.managers.BasePageQuerySet.public_urls", urls)):
        yield


@layer("access")
def no_access():
    """Every file is public."""
    with patched(("board.media.views.may_fetch", lambda file, user: True)):
        yield


class StockTester(PagePermissionTester):
    """Wagtail's own permissions."""

    def reasons_against_deletion(self):
        return []

    def can_release_files(self):
        return self.can_publish()


@layer("words in the admin")
def no_words():
    """The hooks that explain and the permissions of the board’s own are away."""
    with patched(
        ("board.publishing.wagtail_hooks.may_be_live", lambda *args, **kwargs: True),
        ("board.publishing.editor_messages.may_be_live", lambda *args, **kwargs: True),
        ("board.publishing.editor_messages.needs_second_person", lambda *args, **kwargs: False),
        ("board.publishing.permissions.BoardPagePermissionTester", StockTester),
    ):
        yield


@layer("check after loaddata")
def no_check_after_loaddata():
    """A fixture is not looked at."""
    with patched(("board.publishing.management.commands.loaddata.check_site", lambda change: [])):
        yield
