"""The constraint and the triggers of the database by themselves."""

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from board.approvals.models import (
    ApprovalEvent,
    ApprovedFile,
    StatementApproval,
    StatementReview,
)
from board.basepage.models import BasePage
from board.insert_only import InsertOnlyError
from board.publishing.audit import missing_guards
from tests.publication import fresh

pytestmark = pytest.mark.postgresql("A constraint.")


def refused(action):
    """Assert that the database refuses."""
    with pytest.raises(IntegrityError, match="statement_not_approved"), transaction.atomic():
        action()


def test_live_unapproved_row_is_refused(statement):
    rows = BasePage._base_manager.filter(pk=statement.pk)
    refused(lambda: rows.update(live=True))
    page = rows.get()
    page.live = True
    refused(lambda: BasePage._base_manager.bulk_update([page], ["live"]))
    refused(lambda: page.save(update_fields=["live"], clean=False))
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("UPDATE basepage_basepage SET live = true WHERE id = %s", [statement.pk]))
    assert not fresh(statement).live


def test_live_unapproved_fixture_is_refused(statement):
    row = BasePage.objects.get(pk=statement.pk)
    row.live = True
    fixture = serializers.serialize("json", [row])

    def load():
        for loaded in serializers.deserialize("json", fixture):
            loaded.save()

    refused(load)


def test_other_digest_of_live_approved_row_is_refused(approved):
    refused(lambda: BasePage._base_manager.filter(pk=approved.pk).update(approved_digest="v1:other"))
    assert fresh(approved).live


def test_row_of_ordinary_page_is_not_constrained(home):
    BasePage._base_manager.filter(pk=home.pk).update(live=False)
    BasePage._base_manager.filter(pk=home.pk).update(live=True)


def test_migrated_database_misses_no_guard(db):
    assert missing_guards() == []


@pytest.mark.parametrize("model", [StatementReview, StatementApproval, ApprovedFile, ApprovalEvent])
def test_register_rows_are_neither_updated_nor_deleted(model, approved, chair, document):
    of_approval = StatementApproval.objects.get()
    by = {"user_id": chair.pk, "user_name": "Chair"}
    ApprovedFile.objects.create(approval=of_approval, model="m", object_id="1", title="T", sha256="h", **by)
    ApprovalEvent.objects.create(approval=of_approval, kind="released", **by)
    row = model.objects.first()
    for change in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(user_name="X"),
        lambda: model.objects.bulk_update([row], ["user_name"]),
    ):
        with pytest.raises(InsertOnlyError):
            change()
    table = model._meta.db_table
    for sql in (f"UPDATE {table} SET user_name = 'X'", f"DELETE FROM {table}"):
        with pytest.raises(Exception, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert model.objects.filter(user_name="X").count() == 0


def test_register_keeps_names_after_page_and_users_are_deleted(approved, superuser, moderator, chair, editor):
    approved.delete(user=superuser)
    for user in (moderator, chair, editor):
        user.delete()
    row = StatementApproval.objects.get()
    assert (row.page_title, row.user_name, row.reviewer_name) == ("Heron", "chair", "moderator")
    assert [writer["name"] for writer in row.writers] == ["editor"]


def test_forged_digest_passes_the_constraint(statement):
    """Why serving and the nightly check look into the register (docs/publishing-rules.md)."""
    BasePage._base_manager.filter(pk=statement.pk).update(live=True, approved_digest=F("statement_digest"))
    assert fresh(statement).live
