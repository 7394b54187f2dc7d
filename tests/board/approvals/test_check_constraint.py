"""The database's CHECK by itself: what no Python code of ours sees."""

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from board.approvals.models import (
    ApprovalEvent,
    ApprovedFile,
    InsertOnlyError,
    StatementApproval,
    StatementReview,
)
from board.basepage.models import BasePage
from board.publishing.audit import missing_guards
from tests.publication import fresh

pytestmark = pytest.mark.postgresql("A constraint.")


def refused(action):
    """Assert that the database refuses."""
    with pytest.raises(IntegrityError, match="statement_not_approved"), transaction.atomic():
        action()


def test_an_unapproved_row_is_never_live(statement):
    rows = BasePage._base_manager.filter(pk=statement.pk)
    refused(lambda: rows.update(live=True))
    page = rows.get()
    page.live = True
    refused(lambda: BasePage._base_manager.bulk_update([page], ["live"]))
    refused(lambda: page.save(update_fields=["live"], clean=False))
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("UPDATE basepage_basepage SET live = true WHERE id = %s", [statement.pk]))
    assert not fresh(statement).live


def test_a_fixture_is_held_to_it(statement):
    row = BasePage.objects.get(pk=statement.pk)
    row.live = True
    fixture = serializers.serialize("json", [row])

    def load():
        for loaded in serializers.deserialize("json", fixture):
            loaded.save()

    refused(load)


def test_an_approved_row_may_be_live_and_its_digest_is_not_renamed(approved):
    refused(lambda: BasePage._base_manager.filter(pk=approved.pk).update(approved_digest="v1:other"))
    assert fresh(approved).live


def test_a_row_of_an_ordinary_page_is_free(home):
    BasePage._base_manager.filter(pk=home.pk).update(live=False)
    BasePage._base_manager.filter(pk=home.pk).update(live=True)


def test_the_database_has_its_guards(db):
    assert missing_guards() == []


@pytest.mark.parametrize("model", [StatementReview, StatementApproval, ApprovedFile, ApprovalEvent])
def test_the_register_is_insert_only_in_the_database_too(model, approved, chair, document):
    of_approval = StatementApproval.objects.get()
    by = {"user_id": chair.pk, "user_name": "Chair"}
    ApprovedFile.objects.create(approval=of_approval, model="m", object_id="1", title="T", file_hash="h", **by)
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


def test_the_register_outlives_page_and_people(approved, superuser, moderator, chair, editor):
    approved.delete(user=superuser)
    for user in (moderator, chair, editor):
        user.delete()
    row = StatementApproval.objects.get()
    assert (row.page_title, row.user_name, row.reviewer_name) == ("Heron", "chair", "moderator")
    assert [writer["name"] for writer in row.writers] == ["editor"]


def test_a_forged_digest_passes_the_check(statement):
    """Why serving and the nightly check look into the register (docs/publishing-rules.md)."""
    BasePage._base_manager.filter(pk=statement.pk).update(live=True, approved_digest=F("statement_digest"))
    assert fresh(statement).live
