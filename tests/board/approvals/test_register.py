"""The statement register in the admin: read, filtered and exported, never changed."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from board.approvals.models import StatementApproval
from board.publishing.release import withdraw_approval

pytestmark = pytest.mark.postgresql("Triggers.")

LIST = "/admin/statement-register/"


@pytest.mark.parametrize("name", ["editor", "moderator", "chair"])
def test_all_users_of_the_admin_can_read_the_register(client, approved, request, name):
    client.force_login(request.getfixturevalue(name))
    content = client.get(LIST).content.decode()
    assert "Heron" in content
    assert "moderator" in content
    row = StatementApproval.objects.get()
    entry = client.get(f"{LIST}inspect/{row.pk}/").content.decode()
    assert row.digest in entry
    assert "chair approved this on" in entry


def test_superuser_cannot_change_the_register(client, approved, superuser):
    client.force_login(superuser)
    row = StatementApproval.objects.get()
    for part in ("create/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        response = client.post(f"{LIST}{part}", {"page_title": "X"})
        assert response.status_code in {302, 403, 404}
    assert StatementApproval.objects.get().page_title == "Heron"


def test_export_has_times_in_utc(client, approved, moderator):
    client.force_login(moderator)
    rows = b"".join(client.get(LIST, {"export": "csv"}).streaming_content).decode().splitlines()
    row = StatementApproval.objects.get()
    assert len(rows) == 2
    assert row.digest in rows[1]
    assert row.at.strftime("%Y-%m-%d %H:%M") in rows[1]
    assert "UTC" in rows[0]
    sheet = load_workbook(io.BytesIO(b"".join(client.get(LIST, {"export": "xlsx"}))))
    assert sheet.active.max_row == 2


def test_list_is_filtered_and_searched(client, approved, moderator):
    client.force_login(moderator)
    assert "Heron" in client.get(LIST, {"release__exact": "now"}).content.decode()
    assert "Heron" not in client.get(LIST, {"release__exact": "held"}).content.decode()
    assert "Heron" in client.get(LIST, {"q": "hero"}).content.decode()
    assert "Heron" not in client.get(LIST, {"q": "egret"}).content.decode()


def test_row_shows_withdrawal_with_reason(client, approved, chair, moderator):
    row = StatementApproval.objects.get()
    withdraw_approval(row, chair, "The family asked.", "error")
    client.force_login(moderator)
    entry = client.get(f"{LIST}inspect/{row.pk}/").content.decode()
    assert "chair has withdrawn the approval of these words, on " in entry
    assert "The family asked." in entry


def test_row_links_to_withdrawal(client, approved, chair):
    client.force_login(chair)
    row = StatementApproval.objects.get()
    assert reverse("publishing:withdraw", args=[row.pk]) in client.get(f"{LIST}inspect/{row.pk}/").content.decode()
