"""``check_approvals`` unpublishes and names whatever bypassed the checks of writes."""

import json
from pathlib import Path

import pytest
from django.core import serializers
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from wagtail.models import Revision

from board.approvals.models import ApprovalAlarm
from board.basepage.models import BasePage
from news.models import NewsPage
from tests.board.publishing.conftest import QUOTE, add_statement
from tests.factories import NewsPageFactory
from tests.publication import address, fresh, publish_statement

pytestmark = pytest.mark.postgresql("Looks for missing triggers.")


def check(capsys, *args):
    """Run the command; return its exit code and what it wrote to standard error."""
    try:
        call_command("check_approvals", *args)
    except CommandError as error:
        return error.returncode, capsys.readouterr().err
    return 0, capsys.readouterr().err


def test_approved_site_passes_unchanged(approved, statement, news_index, capsys):
    NewsPageFactory(parent=news_index)
    before = list(BasePage.objects.values())
    assert check(capsys) == (0, "")
    assert list(BasePage.objects.values()) == before


TAMPERING = {
    "other words": lambda page: NewsPage._base_manager.filter(pk=page.pk).update(body=json.dumps([QUOTE, QUOTE])),
    "another title": lambda page: BasePage._base_manager.filter(pk=page.pk).update(title="Herons"),
    "other words, no digest": lambda page: BasePage._base_manager.filter(pk=page.pk).update(
        title="Herons", statement_digest="", approved_digest=""
    ),
    "other words, digests that agree": lambda page: BasePage._base_manager.filter(pk=page.pk).update(
        title="Herons", statement_digest="v1:x", approved_digest="v1:x"
    ),
    "no approval in the register": lambda page: truncate(),
}


def truncate():
    """Empty the register, as a restored dump of another day might."""
    with connection.cursor() as cursor:
        for table in ("approvals_approvedwords", "approvals_statementapproval"):
            for trigger in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {table}_no_{trigger}{on}")
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("tampering", TAMPERING)
def test_unapproved_page_is_unpublished_and_named(client, approved, capsys, tampering):
    TAMPERING[tampering](approved)
    code, said = check(capsys, "--dry-run")
    assert (code, "taken down" in said, fresh(approved).live) == (1, True, True)
    code, said = check(capsys)
    assert code == 1
    assert f"Page {approved.pk}" in said
    assert not fresh(approved).live
    assert client.get(address(approved)).status_code == 404
    assert "Heron" not in client.get("/news/").content.decode()
    if tampering != "no approval in the register":
        assert check(capsys) == (0, "")


def test_forged_approval_is_unpublished(statement, capsys):
    BasePage._base_manager.filter(pk=statement.pk).update(live=True, approved_digest=F("statement_digest"))
    assert check(capsys)[0] == 1
    assert not fresh(statement).live
    assert fresh(statement).approved_digest == ""


def test_draft_with_forged_approved_digest_is_repaired(statement, capsys):
    BasePage._base_manager.filter(pk=statement.pk).update(approved_digest=F("statement_digest"))
    assert "repaired" in check(capsys)[1]
    assert fresh(statement).approved_digest == ""


def test_blanked_digests_of_approved_page_are_repaired(approved, capsys):
    BasePage._base_manager.filter(pk=approved.pk).update(statement_digest="", approved_digest="")
    assert check(capsys)[0] == 1
    assert fresh(approved).live
    assert fresh(approved).approved_digest == approved.approved_digest
    assert check(capsys)[0] == 0


def test_ordinary_page_with_inserted_statement_is_unpublished(news_index, capsys):
    page = NewsPageFactory(parent=news_index, title="Plain")
    NewsPage._base_manager.filter(pk=page.pk).update(body=json.dumps([QUOTE]))
    assert check(capsys)[0] == 1
    assert not fresh(page).live


def test_page_with_file_swapped_on_disk_is_unpublished(news_index, document, everyone_to, capsys):
    page = publish_statement(add_statement(news_index, document=document), *everyone_to)
    with Path(document.file.path).open("ab") as file:
        file.write(b"more")
    code, said = check(capsys)
    assert code == 1
    assert "“Report”" in said
    assert not fresh(page).live


def test_page_with_missing_file_is_unpublished(news_index, document, everyone_to, capsys):
    page = publish_statement(add_statement(news_index, document=document), *everyone_to)
    document.file.storage.delete(document.file.name)
    assert check(capsys)[0] == 1
    assert not fresh(page).live


def test_storage_that_is_away_takes_no_page_down(news_index, document, everyone_to, capsys, monkeypatch):
    page = publish_statement(add_statement(news_index, document=document), *everyone_to)

    def fail(*args):
        raise OSError("Storage does not answer")

    monkeypatch.setattr(FileSystemStorage, "_open", fail)
    code, said = check(capsys)
    assert (code, "not checked: storage does not answer" in said) == (1, True)
    assert fresh(page).live


def test_unapproved_schedule_is_cleared(statement, capsys):
    revision = statement.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at="2099-01-01T09:00:00Z")
    code, said = check(capsys)
    assert (code, "taken out of the schedule" in said) == (1, True)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_missing_trigger_is_named(approved, capsys):
    with connection.cursor() as cursor:
        on = " ON approvals_approvedfile" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER approvals_approvedfile_no_delete{on}")
    code, said = check(capsys)
    assert (code, "approvals_approvedfile_no_delete" in said) == (1, True)


def test_alarm_of_restored_page_is_cleared(client, approved, capsys):
    BasePage._base_manager.filter(pk=approved.pk).update(title="Herons")
    client.get(address(approved))
    BasePage._base_manager.filter(pk=approved.pk).update(title="Heron")
    assert ApprovalAlarm.objects.exists()
    assert check(capsys)[0] == 0
    assert not ApprovalAlarm.objects.exists()


def test_alarm_of_deleted_page_is_cleared(client, approved, superuser, capsys):
    BasePage._base_manager.filter(pk=approved.pk).update(title="Herons")
    client.get(address(approved))
    fresh(approved).delete(user=superuser)
    assert check(capsys)[0] == 0
    assert not ApprovalAlarm.objects.exists()


def test_unapproved_fixture_is_unpublished_by_loaddata(approved, tmp_path, capsys):
    row = BasePage.objects.get(pk=approved.pk)
    row.title, row.statement_digest, row.approved_digest = "Herons", "", ""
    fixture = tmp_path / "rows.json"
    fixture.write_text(serializers.serialize("json", [row]))
    call_command("loaddata", str(fixture))
    assert f"Page {approved.pk} (“Herons”): taken down" in capsys.readouterr().err
    assert not fresh(approved).live


def test_reloaded_dump_stays_public(approved, capsys):
    dump = serializers.serialize("json", [BasePage.objects.get(pk=approved.pk), approved])
    for loaded in serializers.deserialize("json", dump):
        loaded.save()
    assert fresh(approved).live
    assert check(capsys)[0] == 0
