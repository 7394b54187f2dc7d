"""The page of who may do what is made from the permissions as they are."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission

from board.cover.membership import apply_due_cover
from board.cover.models import Cover
from board.roles.abilities import ability_rows
from tests.querying import queries
from tests.users import add_user, others

ADDRESS = "/admin/roles/"


def table():
    """Return what each group may do, by group and row."""
    groups = list(Group.objects.order_by("name"))
    rows = ability_rows(groups)
    return {group.name: {row.label: row.cells[number] for row in rows} for number, group in enumerate(groups)}


def permission(codename):
    return Permission.objects.get(codename=codename)


def test_roles_of_a_new_site_in_plain_words(db):
    found = table()
    decide = "Decide on statements, take approvals back, let pages go"
    publish = "Publish what another person wrote"
    assert [found[name][decide] for name in found] == ["", "under Home", ""]
    assert [found[name][publish] for name in found] == ["", "everywhere", "everywhere"]
    assert [found[name]["Review what is submitted"] for name in found] == ["", "", "under Home"]
    assert [found[name]["Unpublish and withdraw pages"] for name in found] == ["", "everywhere", "everywhere"]
    assert found["Editors"]["Add pages, and change and submit their own"] == "everywhere"
    assert found["Editors"]["Topics"] == "see"
    assert found["Moderators"]["Topics"] == "add, change, delete, see"
    assert found["Moderators"]["Lift the stop on a file that another person uploaded"] == "yes"
    assert found["Editors"]["Change, replace and delete all documents"] == "everywhere"
    for only_administrators in ("Users", "Groups", "Redirects", "Let one person write and publish an ordinary item"):
        assert {found[name][only_administrators] for name in found} == {""}


def test_every_permission_of_a_group_is_named(db):
    """None is left out for want of a phrase."""
    group = Group.objects.create(name="All")
    group.permissions.set(Permission.objects.all())
    found = table()["All"]
    for each in Permission.objects.exclude(content_type__app_label__in=["wagtaildocs", "wagtailimages"]):
        word = {"add": "add", "change": "change", "delete": "delete", "view": "see"}.get(each.codename.split("_")[0])
        assert any((word or "yes") in cell for cell in found.values()), each
    own = [each for each in Permission.objects.all() if each.codename.split("_")[0] not in {"add", "change", "delete"}]
    assert len(own) > 5


def test_change_of_a_permission_shows_at_once(client, superuser, news_index):
    client.force_login(superuser)
    editors = Group.objects.get(name="Editors")
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser").get_text(" ", strip=True)
    assert "under News" not in page
    GroupPagePermission.objects.create(group=editors, page=news_index, permission=permission("publish_basepage"))
    editors.permissions.add(permission("change_redirect"))
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser").get_text(" ", strip=True)
    assert "under News" in page
    assert table()["Editors"]["Publish what another person wrote"] == "under News"
    assert table()["Editors"]["Redirects"] == "change"
    editors.page_permissions.all().delete()
    assert table()["Editors"]["Publish what another person wrote"] == ""


def test_people_with_rights_of_their_own_are_named(client, superuser, moderator, editor):
    both = add_user("both", "Editors", "Moderators")
    officer = add_user("officer", "Editors")
    officer.user_permissions.add(permission("relax_second_person"), permission("change_user"))
    add_user("nothing")
    closed = add_user("closed", "Editors", "Moderators")
    closed.is_active = False
    closed.save()
    client.force_login(superuser)
    soup = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    items = [
        " ".join(item.get_text(" ").split())
        for item in soup.find("h2", string="People with more than one group’s rights").find_next("ul").find_all("li")
    ]
    assert any(item.startswith("admin : Administrator. An administrator may do everything") for item in items)
    assert f"{both} : Editors and Moderators." in items
    own = "Let one person write and publish an ordinary item; Users: change"
    assert f"{officer} : Editors; granted to them alone: {own}." in items
    assert len(items) == 3
    people = soup.find("th", string="People in it").find_next_siblings("td")
    assert [cell.get_text(strip=True) for cell in people] == [
        "both, editor, officer",
        "no one",
        "both, moderator",
        "admin",
    ]
    assert soup.find("h2", string="People with no role").find_next("p").get_text() == "nothing"


@pytest.mark.test_all("Another state of the same table.")
def test_stand_in_is_shown_with_the_last_day(client, superuser, editor):
    today = timezone.localdate()
    chairs = Group.objects.get(name="Independent Chair")
    Cover.objects.create(group=chairs, role="chair", stand_in=editor, first_day=today, last_day=today)
    apply_due_cover()
    client.force_login(superuser)
    page = client.get(ADDRESS).content.decode()
    assert "editor (until " in page
    assert "Independent Chair (stands in until " in page


@pytest.mark.parametrize("who", ["chair", *others("editor", "moderator")])
def test_it_is_for_those_who_may_see_users(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == 302
    assert ADDRESS not in client.get("/admin/").content.decode()


@pytest.mark.test_all("Another state of the same table.")
def test_it_costs_the_same_with_more_people(client, superuser, editor):
    client.force_login(superuser)
    editor.user_permissions.add(permission("change_user"))
    queries(client, ADDRESS)
    few = queries(client, ADDRESS)
    for number in range(5):
        add_user(f"user{number}", "Editors", "Moderators").user_permissions.add(permission("change_user"))
    assert len(queries(client, ADDRESS)) == len(few)
