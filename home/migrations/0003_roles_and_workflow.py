from django.db import migrations

CHAIR = "Independent Chair"
# Page permissions at the root; without "publish" the last approval could not publish. Editors and Moderators
# have theirs from Wagtail's own migrations.
CHAIR_PAGE_PERMISSIONS = ["change", "publish"]


def create_roles_and_workflow(apps, schema_editor):
    """Make the chair's group and the workflow ``Board approval``; retire Wagtail's one-step workflow."""
    BasePage = apps.get_model("basepage.BasePage")
    ContentType = apps.get_model("contenttypes.ContentType")
    Group = apps.get_model("auth.Group")
    EditorialReviewTask = apps.get_model("publishing.EditorialReviewTask")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    Permission = apps.get_model("auth.Permission")
    StatementApprovalTask = apps.get_model("publishing.StatementApprovalTask")
    Workflow = apps.get_model("wagtailcore.Workflow")
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore.WorkflowTask")

    def permission(app_label, model, action):
        # Django makes permissions after all migrations; the groups need them now.
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        name = apps.get_model(app_label, model)._meta.verbose_name
        return Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_{model}",
            defaults={"name": f"Can {action} {name}"},
        )[0]

    root = BasePage.objects.get(depth=1)
    home = BasePage.objects.get(depth=2)
    editors = Group.objects.get(name="Editors")
    moderators = Group.objects.get(name="Moderators")
    chair, _ = Group.objects.get_or_create(name=CHAIR)

    chair.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in CHAIR_PAGE_PERMISSIONS:
        GroupPagePermission.objects.create(
            group=chair, page=root, permission=permission("basepage", "basepage", action)
        )
    # A topic's name stands on public pages: an editor may add one, and only a moderator changes it.
    topics = [permission("resources", "topic", action) for action in ("add", "view")]
    editors.permissions.add(*topics)
    moderators.permissions.add(
        *topics,
        permission("resources", "topic", "change"),
        permission("resources", "topic", "delete"),
        permission("siteinfo", "boardsettings", "change"),
        permission("accessibility", "accessibilitystatement", "change"),
        permission("media", "boarddocument", "clear"),
    )

    review = EditorialReviewTask.objects.create(
        name="Editorial review",
        content_type=ContentType.objects.get_or_create(app_label="publishing", model="editorialreviewtask")[0],
    )
    review.groups.set([moderators])
    approval = StatementApprovalTask.objects.create(
        name="Independent Chair approval",
        content_type=ContentType.objects.get_or_create(app_label="publishing", model="statementapprovaltask")[0],
    )
    approval.groups.set([chair])

    workflow = Workflow.objects.create(name="Board approval")
    for order, task in enumerate((review, approval)):
        WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page_id=home.pk)

    retired = Workflow.objects.filter(name="Moderators approval")
    WorkflowPage.objects.filter(workflow__in=retired).delete()
    apps.get_model("wagtailcore.Task").objects.filter(workflow_tasks__workflow__in=retired).delete()
    retired.delete()


def remove_roles_and_workflow(apps, schema_editor):
    """Remove the chair's group and the workflow with its tasks."""
    Workflow = apps.get_model("wagtailcore.Workflow")
    Task = apps.get_model("wagtailcore.Task")
    workflow = Workflow.objects.filter(name="Board approval")
    Task.objects.filter(workflow_tasks__workflow__in=workflow).delete()
    workflow.delete()
    apps.get_model("auth.Group").objects.filter(name=CHAIR).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_site_tree"),
        ("publishing", "0001_initial"),
        ("basepage", "0003_wagtail_columns"),
        ("media", "0001_initial"),
        ("resources", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(create_roles_and_workflow, remove_roles_and_workflow)]
