"""What `migrate` alone gives: nothing needs clicking before the first item."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from wagtail.models import Locale, Site, Task, Workflow

from board.approvals.models import StatementApprovalTask
from board.basepage.models import BasePage

PERMISSIONS = {
    "Editors": {"add_basepage", "change_basepage"},
    "Moderators": {"add_basepage", "change_basepage", "publish_basepage", "lock_basepage", "unlock_basepage"},
    "Independent Chair": {"change_basepage", "publish_basepage"},
}


def test_the_tree(site, home, news_index, resource_index):
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


def test_the_language(db):
    assert [locale.language_code for locale in Locale.objects.all()] == ["en-gb"]


@pytest.mark.parametrize("name", PERMISSIONS)
def test_the_page_permissions_of_each_group(db, name):
    group = Group.objects.get(name=name)
    assert {permission.permission.codename for permission in group.page_permissions.all()} == PERMISSIONS[name]
    assert group.permissions.filter(codename="access_admin").exists()


def test_only_these_groups(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(PERMISSIONS)


def test_the_workflow(db, home):
    workflow = Workflow.objects.get()
    assert workflow.name == "Board approval"
    assert [task.name for task in workflow.tasks] == ["Editorial review", "Independent Chair approval"]
    assert isinstance(workflow.tasks[1].specific, StatementApprovalTask)
    assert [[group.name for group in task.specific.groups.all()] for task in workflow.tasks] == [
        ["Moderators"],
        ["Independent Chair"],
    ]
    assert Task.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_data_migrations_go_back_and_forth(django_db_serialized_rollback):
    call_command("migrate", "home", "0001", verbosity=0)
    assert not Site.objects.exists()
    assert not Group.objects.filter(name="Independent Chair").exists()
    call_command("migrate", "home", verbosity=0)
    assert Workflow.objects.get().name == "Board approval"
    assert Site.objects.get().root_page.slug == "home"
    assert connection.introspection.table_names()
