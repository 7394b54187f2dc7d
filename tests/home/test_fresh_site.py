"""What `migrate` alone gives: nothing needs clicking before the first item."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from wagtail.log_actions import log
from wagtail.models import Locale, Site, Task, Workflow

from board.basepage.models import BasePage
from board.publishing.models import StatementApprovalTask
from home.models import HomePage
from home.receivers import refuse_to_remove_content
from tests.databases import connected_to_a_copy, manage, migrated_database, own_database
from tests.factories import StandardPageFactory
from tests.files import make_document

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
    topics = import_module("home.migrations.0003_topics_by_moderators")
    permissions = granted_permissions()
    topics.grant(apps, None)
    start.remove_start(apps, None)
    assert "change_synonymgroup" not in dict(granted_permissions()).values()
    assert not Site.objects.exists()
    assert not Workflow.objects.exists()
    assert not Task.objects.exists()
    assert BasePage.objects.get().is_root()
    start.create_start(apps, None)
    assert ("Editors", "add_topic") in granted_permissions()
    topics.revoke(apps, None)
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


def our_apps() -> list[str]:
    """Return the labels of our apps that have migrations."""
    return [
        config.label
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in PACKAGES and list(Path(config.path).glob("migrations/0*.py"))
    ]


def make_content(what, home):
    """Make what only people make; a log entry alone is what is left of a page that was edited or deleted."""
    match what:
        case "page":
            StandardPageFactory(parent=home)
        case "site":
            Site.objects.create(hostname="other.example.org", root_page=home)
        case "edited home page":
            home.save_revision()
        case "document":
            make_document(b"%PDF-1.7")
        case "log entry":
            log(instance=home, action="wagtail.edit")


@pytest.mark.parametrize("what", ["page", "site", "edited home page", "document", "log entry"])
def test_no_app_goes_to_zero_where_there_is_content(db, home, what):
    make_content(what, home)
    executor = MigrationExecutor(connection)
    # One without tables of its own removes nothing.
    for label in (label for label in our_apps() if list(apps.get_app_config(label).get_models())):
        with pytest.raises(CommandError, match="Nothing has been changed"):
            refuse_to_remove_content(executor.migration_plan([(label, None)]), apps, "default")
    with pytest.raises(CommandError, match="content"):
        refuse_to_remove_content(executor.migration_plan([("home", "0001_initial")]), apps, "default")


def test_every_app_but_those_under_wagtail_goes_to_zero_where_there_is_none(db):
    executor = MigrationExecutor(connection)
    refused = set()
    for label in our_apps():
        try:
            refuse_to_remove_content(executor.migration_plan([(label, None)]), apps, "default")
        except CommandError:
            refused.add(label)
    assert refused == UNDER_WAGTAIL
    refuse_to_remove_content([], apps, "default")


def test_refused_migration_has_removed_nothing(db, tmp_path):
    with connected_to_a_copy(migrated_database(), tmp_path):
        StandardPageFactory(parent=HomePage.objects.get())
        applied = MigrationRecorder(connection).applied_migrations().keys()
        for label in ("home", "approvals"):
            with pytest.raises(CommandError, match="Nothing has been changed"):
                call_command("migrate", label, "zero", verbosity=0)
        assert MigrationRecorder(connection).applied_migrations().keys() == applied
        assert HomePage.objects.get().get_children().count() == 3


@pytest.mark.own_database
@pytest.mark.test_all("Takes every table away and creates it again, in half a minute.")
@pytest.mark.parametrize("stamp", ["file", "database"])
def test_each_app_goes_to_zero_and_back(tmp_path, stamp):
    variables = {"PAGE_CACHE_STAMP": stamp}
    with own_database(tmp_path, like=migrated_database()) as url:
        for label in our_apps():
            if label not in UNDER_WAGTAIL:
                manage(url, "migrate", label, "zero", "--verbosity", "0", **variables)
        assert "[X] 0001_initial" not in manage(url, "showmigrations", "home", "news", "search", "approvals")
        manage(url, "migrate", "--verbosity", "0", **variables)
        assert "[ ]" not in manage(url, "showmigrations")


@pytest.mark.own_database
@pytest.mark.test_all("Every migration from nothing.")
def test_empty_database_is_migrated_with_the_stamp_in_it(tmp_path):
    with own_database(tmp_path) as url:
        manage(url, "migrate", "--verbosity", "0", PAGE_CACHE_STAMP="database")
        assert "[ ]" not in manage(url, "showmigrations")
