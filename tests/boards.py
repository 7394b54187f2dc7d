"""A second board on the same installation, with people, pages and a workflow of its own."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Site, Workflow, WorkflowPage, WorkflowTask

from board.basepage.models import BasePage
from board.publishing.models import EditorialReviewTask, StatementApprovalTask
from home.models import HomePage
from news.models import NewsIndexPage
from tests.users import add_user

ROLES = {
    "editor": ["add", "change"],
    "moderator": ["add", "change", "publish"],
    "chair": ["change", "publish"],
}


@dataclass
class OtherBoard:
    """A board whose people may work on its own pages alone."""

    home: HomePage
    index: NewsIndexPage
    people: dict = field(default_factory=dict)


def add_board() -> OtherBoard:
    """Create a board with a Site, three groups of one member each, and a workflow."""
    root = BasePage.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Other board", slug="other-board"))
    index = home.add_child(instance=NewsIndexPage(title="Other news", slug="news"))
    Site.objects.create(hostname="other.example.org", root_page=home)
    board = OtherBoard(home, index)
    for role, actions in ROLES.items():
        group = Group.objects.create(name=f"Other {role}")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for action in actions:
            permission = Permission.objects.get(content_type__app_label="basepage", codename=f"{action}_basepage")
            GroupPagePermission.objects.create(group=group, page=home, permission=permission)
        board.people[role] = add_user(f"other-{role}", group.name)
    workflow = Workflow.objects.create(name="Other approval")
    for order, (model, role) in enumerate([(EditorialReviewTask, "moderator"), (StatementApprovalTask, "chair")]):
        task = model.objects.create(name=f"Other {role}")
        task.groups.set(Group.objects.filter(name=f"Other {role}"))
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=home)
    return board
