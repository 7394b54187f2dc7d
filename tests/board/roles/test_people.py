"""The report of people."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.utils import timezone

from tests.querying import queries
from tests.users import add_user, others

ADDRESS = "/admin/reports/people/"
NOW = timezone.now


@pytest.fixture
def signed_in(client, superuser):
    client.force_login(superuser)
    return client


def rows(client, **query):
    """Return the cells of each row by the name in its first."""
    soup = BeautifulSoup(client.get(ADDRESS, query).content, "html.parser")
    found = [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
        for row in soup.select("table.listing tbody tr")
    ]
    return {cells[0]: cells[1:] for cells in found}


def set_days(user, last_sign_in=None, joined=0):
    """Set for how many days a user has not signed in, and how many the account is old."""
    user.last_login = None if last_sign_in is None else NOW() - dt.timedelta(days=last_sign_in)
    user.date_joined = NOW() - dt.timedelta(days=joined)
    user.save()


def test_roles_factors_and_last_sign_in(signed_in, moderator, editor, chair):
    for kind in ("webauthn", "webauthn", "recovery_codes"):
        Authenticator.objects.create(user=chair, type=kind, data={})
    Authenticator.objects.create(user=editor, type="recovery_codes", data={})
    set_days(moderator, 3, 9)
    found = rows(signed_in)
    today = timezone.localdate()
    assert found["chair"][:4] == ["Independent Chair", "2 passkeys, recovery codes", "never", "open"]
    assert found["moderator"][:2] == ["Moderators", "none, though needed"]
    assert found["moderator"][2] == (today - dt.timedelta(days=3)).strftime("%-d %b %Y")
    assert found["editor"][:2] == ["Editors", "none"]
    assert found["admin"][0] == "Administrator"


def test_filters(signed_in, moderator, editor, chair):
    set_days(moderator, 91, 300)
    set_days(editor, None, 91)
    set_days(chair, 89, 300)
    new = add_user("new", "Editors")
    gone = add_user("gone", "Editors")
    set_days(gone, 200, 300)
    gone.is_active = False
    gone.save()
    assert set(rows(signed_in, signed_in="absent")) == {"moderator", "editor"}
    assert set(rows(signed_in, account="closed")) == {"gone"}
    Authenticator.objects.create(user=new, type="totp", data={})
    assert "new" not in rows(signed_in, factor="none")
    group = moderator.groups.get()
    assert set(rows(signed_in, groups=group.pk)) == {"moderator"}


def test_export(signed_in, moderator):
    moderator.first_name, moderator.last_name = "=cmd", "Example"
    moderator.save()
    content = b"".join(signed_in.get(ADDRESS, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    table = {row["User name"]: row for row in csv.DictReader(io.StringIO(content))}
    assert table["moderator"]["Name"] == "'=cmd Example"
    assert table["moderator"]["Second factor"] == "none, though needed"
    assert table["moderator"]["Last sign-in"] == "never"
    response = signed_in.get(ADDRESS, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:2] == ["Name", "User name"]
    assert sheet.max_row == 3


@pytest.mark.parametrize("who", ["chair", *others("editor", "moderator")])
def test_only_for_those_who_may_see_users(client, request, who):
    client.force_login(request.getfixturevalue(who))
    for address in (ADDRESS, f"{ADDRESS}results/", f"{ADDRESS}?export=csv"):
        assert client.get(address).status_code == 302
    assert ADDRESS not in client.get("/admin/").content.decode()


def test_auditor_reads_it_and_changes_no_one(client, moderator, editor):
    editor.user_permissions.add(Permission.objects.get(codename="view_user"))
    client.force_login(editor)
    page = client.get(ADDRESS).content.decode()
    assert "moderator" in page
    assert "/leave/" not in page
    assert "/admin/users/" not in page.split("</thead>")[1]


def test_it_costs_the_same_with_more_people(signed_in, editor):
    queries(signed_in, ADDRESS)
    few = queries(signed_in, ADDRESS)
    for number in range(5):
        user = add_user(f"user{number}", "Editors", "Moderators")
        Authenticator.objects.create(user=user, type="totp", data={})
    assert len(queries(signed_in, ADDRESS)) == len(few)
