"""What `migrate` alone gives: nothing needs clicking before the first item."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import Locale, Site, Task, Workflow

from board.basepage.models import BasePage
from board.publishing.models import StatementApprovalTask

pytestmark = pytest.mark.postgresql("Migrations.")

PERMISSIONS = {
    "Editors": {"add_basepage", "change_basepage"},
    "Moderators": {"add_basepage", "change_basepage", "publish_basepage", "lock_basepage", "unlock_basepage"},
    "Independent Chair": {"change_basepage", "publish_basepage"},
}


def test_fresh_site_has_the_three_sections(site, home, news_index, resource_index):
    assert site.root_page.specific == home
    assert (site.hostname, site.is_default_site) == ("localhost", True)
    assert (news_index.url, resource_index.url) == ("/news/", "/resources/")
    assert BasePage.find_problems() == ([], [], [], [], [])
    assert [page.specific_class.__name__ for page in BasePage.objects.order_by("path")] == [
        "BasePage",
        "HomePage",
        "NewsIndexPage",
        "ResourceIndexPage",
    ]


def test_fresh_site_is_in_british_english(db):
    assert [locale.language_code for locale in Locale.objects.all()] == ["en-gb"]


@pytest.mark.parametrize("name", PERMISSIONS)
def test_groups_have_their_page_permissions(db, name):
    group = Group.objects.get(name=name)
    assert {permission.permission.codename for permission in group.page_permissions.all()} == PERMISSIONS[name]
    assert group.permissions.filter(codename="access_admin").exists()


def test_fresh_site_has_these_groups_alone(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(PERMISSIONS)


def test_fresh_site_has_the_board_approval_workflow(db, home):
    workflow = Workflow.objects.get()
    assert workflow.name == "Board approval"
    assert [task.name for task in workflow.tasks] == ["Editorial review", "Independent Chair approval"]
    assert isinstance(workflow.tasks[1].specific, StatementApprovalTask)
    assert [[group.name for group in task.specific.groups.all()] for task in workflow.tasks] == [
        ["Moderators"],
        ["Independent Chair"],
    ]
    assert Task.objects.count() == 2


def search_permissions() -> set[tuple[str, str]]:
    """Return the groups that have permissions for the search, with the codename of each."""
    granted = Permission.objects.filter(content_type__app_label__in=["search", "wagtailsearchpromotions"], group__gt=0)
    return set(granted.values_list("group__name", "codename"))


def test_data_migrations_are_reversible(db):
    tree = import_module("home.migrations.0002_site_tree")
    roles = import_module("home.migrations.0003_roles_and_workflow")
    of_search = import_module("home.migrations.0004_search_roles")
    permissions = search_permissions()
    assert permissions
    of_search.revoke_permissions_and_delete_default_settings(apps, None)
    assert not search_permissions()
    roles.remove_roles_and_workflow(apps, None)
    tree.remove_site_tree(apps, None)
    assert not Site.objects.exists()
    assert not Workflow.objects.exists()
    assert not Group.objects.filter(name="Independent Chair").exists()
    assert BasePage.objects.get().is_root()
    tree.create_site_tree(apps, None)
    roles.create_roles_and_workflow(apps, None)
    of_search.create_settings_and_grant_permissions(apps, None)
    assert search_permissions() == permissions
    assert Workflow.objects.get().name == "Board approval"
    assert Site.objects.get().root_page.slug == "home"
    assert BasePage.find_problems() == ([], [], [], [], [])
