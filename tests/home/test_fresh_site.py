"""What `migrate` alone gives: nothing needs clicking before the first item."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.migrations.exceptions import IrreversibleError
from wagtail.models import Locale, Site, Task, Workflow

from board.basepage.models import BasePage
from board.publishing.models import StatementApprovalTask
from tests.databases import manage, migrated_database, own_database
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.postgresql("Migrations.")

# Wagtail's own migrations stand on these and would be unapplied with them, of which some can't be (wagtailimages 0023).
UNDER_WAGTAIL = {"accounts", "basepage"}
PACKAGES = {"board", "home", "news", "resources", "search"}
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


def granted_permissions() -> set[tuple[str, str]]:
    """Return the groups that have permissions, with the codename of each."""
    return set(Permission.objects.filter(group__gt=0).values_list("group__name", "codename"))


def test_start_is_removed_and_created_again(db):
    start = import_module("home.migrations.0002_start")
    permissions = granted_permissions()
    start.remove_start(apps, None)
    assert "change_synonymgroup" not in dict(granted_permissions()).values()
    assert not Site.objects.exists()
    assert not Workflow.objects.exists()
    assert not Task.objects.exists()
    assert BasePage.objects.get().is_root()
    start.create_start(apps, None)
    assert granted_permissions() == permissions
    assert Workflow.objects.get().name == "Board approval"
    assert Site.objects.get().root_page.slug == "home"
    assert BasePage.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("what", ["page", "site"])
def test_start_is_not_removed_with_what_people_made(db, home, what):
    if what == "page":
        StandardPageFactory(parent=home)
    else:
        Site.objects.create(hostname="other.example.org", root_page=home)
    with pytest.raises(IrreversibleError, match="deletes nothing that people wrote"):
        import_module("home.migrations.0002_start").remove_start(apps, None)
    assert Workflow.objects.exists()


@pytest.mark.own_database
@pytest.mark.test_all("Takes every table away and creates it again, in half a minute.")
def test_each_app_goes_to_zero_and_back(tmp_path):
    with own_database(tmp_path, like=migrated_database()) as url:
        for config in apps.get_app_configs():
            is_ours = config.name.split(".")[0] in PACKAGES and list(Path(config.path).glob("migrations/0*.py"))
            if is_ours and config.label not in UNDER_WAGTAIL:
                manage(url, "migrate", config.label, "zero", "--verbosity", "0")
        assert "[X] 0001_initial" not in manage(url, "showmigrations", "home", "news", "search", "approvals")
        manage(url, "migrate", "--verbosity", "0")
        assert "[ ]" not in manage(url, "showmigrations")
